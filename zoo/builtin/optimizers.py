"""All of Keras's optimizers with its defaults, and the variants of SGD that the book compares."""

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
# With Keras's 1e-30, weights become NaN where a row and a column of a gradient are zero, as for pixels that
# are always black and a unit that is off: the product of two values of 1e-30 is 0 in float32.
ADAFACTOR = OptimizerPreset(
    optimizer.Adafactor(epsilon_1=1e-16), summary="Adaptive steps that need little memory; epsilon_1 1e-16"
)
ADADELTA = OptimizerPreset(optimizer.Adadelta(), summary="Steps scaled by recent gradients and recent steps")
ADAMAX = OptimizerPreset(optimizer.Adamax(), summary="Adam scaled by the largest recent gradient")
ADAMW = OptimizerPreset(optimizer.AdamW(), summary="Adam with decoupled weight decay 0.004")
# It begins at weights of 0, which a network leaves too slowly at Keras's rate of 0.001.
FTRL = OptimizerPreset(
    optimizer.Ftrl(learning_rate=0.1), summary="Follow the regularized leader, for sparse data; rate 0.1"
)
LAMB = OptimizerPreset(optimizer.Lamb(), summary="Adam for large batches, scaled by the norm of each weight")
LION = OptimizerPreset(optimizer.Lion(), summary="Steps of equal size along the sign of the momentum")
MUON = OptimizerPreset(
    optimizer.Muon(), summary="Orthogonalized momentum for matrices, AdamW for other weights"
)
NADAM = OptimizerPreset(optimizer.Nadam(), summary="Adam with Nesterov momentum")
SCHEDULE_FREE_ADAMW = OptimizerPreset(
    optimizer.ScheduleFreeAdamW(), summary="AdamW with averaged weights and no learning rate schedule"
)
