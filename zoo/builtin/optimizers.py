"""The optimizers that the book compares; with Keras's defaults for what the book leaves open."""

from zoo import OptimizerPreset, optimizer

SGD = OptimizerPreset(optimizer.SGD(), summary="Plain gradient descent, learning rate 0.01")
SGD_FAST = OptimizerPreset(
    optimizer.SGD(learning_rate=0.1), summary="Plain gradient descent, learning rate 0.1"
)
MOMENTUM = OptimizerPreset(optimizer.SGD(momentum=0.9), summary="SGD with momentum 0.9, learning rate 0.01")
NESTEROV = OptimizerPreset(
    optimizer.SGD(momentum=0.9, nesterov=True),
    summary="SGD with Nesterov momentum 0.9, learning rate 0.01",
)
ADAGRAD = OptimizerPreset(optimizer.Adagrad(), summary="Steps that shrink with the gradients seen so far")
RMSPROP = OptimizerPreset(
    optimizer.RMSprop(), summary="Steps scaled by recent gradients; Keras's own default"
)
ADAM = OptimizerPreset(optimizer.Adam(), summary="RMSprop's scaling with momentum")
