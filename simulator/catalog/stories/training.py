"""What training itself does to the gradient, and what it is asked beside the loss."""

from simulator.catalog.stories.story import ADAM, RELU, TRAINING, Story

STORIES = (
    Story(
        "sgd_stalls",
        "SGD on a faint gradient",
        "Six sigmoid layers: the first receives less than a thousandth of the last's gradient and hardly moves. "
        "Beside it Adam, which learns.",
        "Robbins, Monro (1951)",
        TRAINING,
        # Of five layers the gradient is still within the healthy range, and of eight Adam, too, is slow.
        {"depth": 6, "steps": 500},
        shows="vanishing",
        start=(1e-4, 1e-3),
        beside=(ADAM,),
    ),
    Story(
        "adam_steps",
        "Adam on the same gradient",
        "Adam makes full steps of the faint gradient as well: after some dozens of steps it is faint no more. "
        "Beside it SGD, which stalls.",
        "Kingma, Ba (2015)",
        TRAINING,
        # Of 20 layers Adam, too, learns nothing: the weights of layer 1 get some 1e-12, and its floor is 1e-8.
        # With 500 steps it begins to overfit.
        {**ADAM, "depth": 6, "steps": 400},
        start=(1e-4, 1e-3),
        beside=({"optimizer": "sgd", "learning_rate": 0.1},),
    ),
    Story(
        "symmetric_weights",
        "All units alike",
        "Equal weights get equal gradients: each layer stays many copies of one unit, and little is learned; "
        "weights drawn at random, beside, learn.",
        "Rumelhart, Hinton, Williams (1986)",
        TRAINING,
        # Of 20 layers, or with a gain of 1, it vanishes as well, to 1e-22 and less: two troubles in one picture.
        {"activation": "tanh", "init": "constant", "gain": 0.1, "depth": 3},
        shows="symmetric_units",
        start=None,  # before the output's weights differ, nothing arrives at all
        beside=({"init": "xavier_normal", "gain": 1.0},),
    ),
    Story(
        "sigmoid_output",
        "Sigmoid with squared error",
        "Many outputs start sure of wrong answers, where a sigmoid is flat: hardly anything of the loss's gradient "
        "gets past them. The same weights under a cross entropy, beside, learn.",
        "Rumelhart, Hinton, Williams (1986); Nielsen (2015)",
        TRAINING,
        # With a gain of 2 and a rate of 0.1 two of six seeds get away from the flat part, and learn.
        {**RELU, "depth": 3, "gain": 2.5, "learning_rate": 0.03, "objective": "mse"} | {"output_activation": "sigmoid"},
        shows="flat_output",
        beside=({"objective": "cross_entropy", "output_activation": "linear"},),
    ),
    Story(
        "warm_up",
        "Warm-up",
        "The first steps are kept small, and the network learns; with the full rate from the start on, beside, the "
        "loss leaps to more than a hundred times that of a guess, and it ends far higher.",
        "Goyal et al. (2017); Xiong et al. (2020)",
        TRAINING,
        # ELU, for of ReLUs three in four or more die even with warm-up, and all without (six seeds).
        {
            "activation": "elu",
            "init": "he_normal",
            "skip": "residual",
            # Without it the run breaks off in step 3, in spite of the warm-up (six seeds).
            "normalization": "layer",
            "batch_size": 128,
            "optimizer": "momentum",
            "schedule": "warmup",
            "steps": 400,
        },
        beside=({"schedule": "constant"},),
    ),
    Story(
        "cosine",
        "Cosine schedule",
        "The steps shrink along half a cosine to nothing: the update ratios fall, and the loss comes to rest. "
        "Beside it the steps stay as they are.",
        "Loshchilov, Hutter (2017)",
        TRAINING,
        # In the end the rate is nothing, so the loss rests higher than beside: 0.60 to 0.66, beside 0.33 to 0.40.
        {"normalization": "batch", "schedule": "cosine"},
        beside=({"schedule": "constant"},),
    ),
    Story(
        "dropout",
        "Dropout",
        "A fifth of the units is off at every step: the gradient stays level, and the training loss falls more "
        "slowly than without, beside. Half of a ReLU's slopes being zero is normal.",
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014)",
        TRAINING,
        # Of 20 layers none of six seeds learns with a fifth off, and with a half off one in six of these five layers.
        {**RELU, "depth": 5, "dropout": 0.2, "learning_rate": 0.05},
        beside=({"dropout": 0.0},),
    ),
    Story(
        "too_much_l2",
        "Too much L2 penalty",
        "The penalty shrinks the weights of a healthy network until its gradient has vanished; without it, "
        "beside, the network learns.",
        "Krogh, Hertz (1991)",
        TRAINING,
        # With 0.03 it still reads 69 to 76 % of the digits (six seeds).
        {"activation": "tanh", "init": "orthogonal", "l2": 0.1},
        shows="vanishing",
        beside=({"l2": 0.0},),
    ),
    Story(
        "l1",
        "L1 penalty",
        "Every weight is pulled towards zero by the same amount: a little of it slows learning and does no harm. "
        "Beside it no penalty.",
        "Tibshirani (1996)",
        TRAINING,
        # At 0.01 it does harm: 24 to 53 % of the digits are read, without a penalty 97 to 99 (six seeds).
        {"activation": "tanh", "init": "orthogonal", "l1": 0.002, "learning_rate": 0.05},
        beside=({"l1": 0.0},),
    ),
)
