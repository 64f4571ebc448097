"""The built-in models, optimizers and datasets: found through entry points, like those of any plugin."""
