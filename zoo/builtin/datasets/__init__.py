"""The built-in datasets as values; the other modules of this package load the data."""

from zoo import DatasetSpec, Loaded, Task
from zoo.builtin.datasets.bundled import loader


def _fashion_mnist() -> Loaded:
    from zoo.builtin.datasets.fashion_mnist import load_full

    return load_full()


def _fashion_mnist_sample() -> Loaded:
    from zoo.builtin.datasets.fashion_mnist import load_sample

    return load_sample()


CLOTHES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

FASHION_MNIST = DatasetSpec(
    summary="70,000 images of clothes in 10 classes",
    task=Task("classification", 10),
    input_shape=(28, 28),
    load=_fashion_mnist,
    scaling="rescale",
    factor=1 / 255,
    classes=CLOTHES,
    unit="images",
    fallback="fashion-mnist-sample",
)

FASHION_MNIST_SAMPLE = DatasetSpec(
    summary="bundled subset of 7,000 images",
    task=Task("classification", 10),
    input_shape=(28, 28),
    load=_fashion_mnist_sample,
    scaling="rescale",
    factor=1 / 255,
    classes=CLOTHES,
    unit="images",
    caveat="a sample: not to be compared with the full dataset",
)

DIGITS = DatasetSpec(
    summary="1,797 images of handwritten digits, 8×8 pixels",
    task=Task("classification", 10),
    input_shape=(8, 8),
    load=loader("digits"),
    scaling="rescale",
    factor=1 / 16,
    classes=tuple("0123456789"),
    unit="images",
)

IRIS = DatasetSpec(
    summary="150 iris flowers of 3 species, 4 measures each",
    task=Task("classification", 3),
    input_shape=(4,),
    load=loader("iris"),
    classes=("setosa", "versicolor", "virginica"),
    features=("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"),
)

WINE = DatasetSpec(
    summary="178 wines of 3 growers, 13 chemical measures each",
    task=Task("classification", 3),
    input_shape=(13,),
    load=loader("wine"),
    classes=("class_0", "class_1", "class_2"),
    features=tuple(
        "alcohol malic_acid ash alcalinity_of_ash magnesium total_phenols flavanoids nonflavanoid_phenols "
        "proanthocyanins color_intensity hue od280/od315_of_diluted_wines proline".split()
    ),
)

NUCLEI = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
    "fractal dimension",
)
"""The features of the cell nuclei of a tumour."""

BREAST_CANCER = DatasetSpec(
    summary="569 tumours, malignant or benign, 30 measures each",
    task=Task("classification", 2),
    input_shape=(30,),
    load=loader("breast_cancer"),
    classes=("malignant", "benign"),
    features=tuple(
        f"{of} {what}" if of != "error" else f"{what} error"
        for of in ("mean", "error", "worst")
        for what in NUCLEI
    ),
)

DIABETES = DatasetSpec(
    summary="442 patients: progression of diabetes after a year, 10 measures each",
    task=Task("regression", 1),
    input_shape=(10,),
    load=loader("diabetes"),
    features=tuple("age sex bmi bp s1 s2 s3 s4 s5 s6".split()),
)
