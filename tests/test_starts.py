"""Starting weights have the size that their papers prescribe, in every kind of network and in every piece of a cell."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from simulator import Experiment, predict, preview, simulate
from simulator.analysis.verdict import verdict
from simulator.engine.network import Network

COMMON: dict[str, Any] = {"width": 96, "task": "digits", "device": "cpu", "batch_size": 8, "activation": "tanh"}
DENSE = COMMON | {"depth": 4}
CONV = COMMON | {"depth": 3, "layer": "conv", "width": 32}
SEQUENCE = COMMON | {"kind": "sequence", "task": "recall_first", "sequence_length": 5}
SIZES: dict[str, Callable[[int, int], float]] = {
    "xavier_normal": lambda inputs, outputs: (2 / (inputs + outputs)) ** 0.5,
    "xavier_uniform": lambda inputs, outputs: (2 / (inputs + outputs)) ** 0.5,
    "he_normal": lambda inputs, outputs: (2 / inputs) ** 0.5,
    "he_uniform": lambda inputs, outputs: (2 / inputs) ** 0.5,
    "lecun_normal": lambda inputs, outputs: (1 / inputs) ** 0.5,
    "lecun_uniform": lambda inputs, outputs: (1 / inputs) ** 0.5,
    "pytorch": lambda inputs, outputs: (1 / (3 * inputs)) ** 0.5,
    "normal": lambda inputs, outputs: 1.0,
    "uniform": lambda inputs, outputs: 3**-0.5,
}
"""Standard deviation by fan in and fan out: Glorot, Bengio (2010); He et al. (2015); LeCun et al. (1998); PyTorch."""


def _check_size(weights: Tensor, init: str, inputs: int, outputs: int) -> None:
    # Of n draws the deviation is uncertain by 1 / sqrt(2 n) of itself, the mean by 1 / sqrt(n) deviations.
    # Five times that is allowed, since many pieces are looked at.
    expected = 1.5 * SIZES[init](inputs, outputs)
    assert float(weights.std()) == pytest.approx(expected, rel=4 / weights.numel() ** 0.5 + 0.01)
    assert float(weights.mean()) == pytest.approx(0.0, abs=5 * expected / weights.numel() ** 0.5)
    if init in ("uniform", "pytorch") or init.endswith("_uniform"):
        assert float(weights.abs().max()) <= 3**0.5 * expected * (1 + 1e-6)


@pytest.mark.parametrize("skip", ["none", "highway"])
@pytest.mark.parametrize("init", SIZES)
def test_dense_layers_start_with_the_size_of_the_paper(init: str, skip: str) -> None:
    p = Network(Experiment(**DENSE, init=init, gain=1.5, skip=skip)).parameters
    for piece in range(2 if skip == "highway" else 1):
        units = slice(piece * 96, (piece + 1) * 96)
        _check_size(p["input"][:, units], init, 64, 96)
        for hidden in p["hidden"]:
            _check_size(hidden[:, units], init, 96, 96)
    _check_size(p["head"], init, 96, 10)


@pytest.mark.parametrize("init", SIZES)
def test_convolutional_layers_count_all_taps_of_a_filter(init: str) -> None:
    p = Network(Experiment(**CONV, init=init, gain=1.5)).parameters
    for hidden in p["hidden"]:
        _check_size(hidden, init, 9 * 32, 9 * 32)


@pytest.mark.parametrize(("cell", "pieces"), [("rnn", 1), ("lstm", 4), ("gru", 3)])
@pytest.mark.parametrize("init", SIZES)
def test_every_piece_of_a_cell_is_drawn_as_a_matrix_of_its_own(init: str, cell: str, pieces: int) -> None:
    p = Network(Experiment(**SEQUENCE, init=init, gain=1.5, cell=cell)).parameters
    for piece in range(pieces):
        _check_size(p["hidden"][:, piece * 96 : (piece + 1) * 96], init, 96, 96)


@pytest.mark.parametrize(("cell", "pieces"), [("rnn", 1), ("lstm", 4), ("gru", 3)])
def test_orthogonal_pieces_are_rotations(cell: str, pieces: int) -> None:
    """Saxe, McClelland, Ganguli (2013)."""
    p = Network(Experiment(**SEQUENCE, init="orthogonal", gain=2.0, cell=cell), dtype=torch.float64).parameters
    for piece in p["hidden"].chunk(pieces, 1):
        torch.testing.assert_close(piece @ piece.T, 4 * torch.eye(96).double(), rtol=0.0, atol=1e-5)


@pytest.mark.parametrize("settings", [DENSE, CONV], ids=["dense", "conv"])
def test_identity_hands_on_the_signal_times_the_gain(settings: dict[str, Any]) -> None:
    """Le, Jaitly, Hinton (2015), in a linear network, where 1.5 times the identity makes 1.5^L."""
    trace = preview(Experiment(**settings | {"activation": "linear", "depth": 8}, init="identity", gain=1.5))
    size = np.hypot(trace.activation_mean[0], trace.activation_std[0])
    np.testing.assert_allclose(size / size[0], 1.5 ** np.arange(8), rtol=1e-5)
    np.testing.assert_allclose(
        trace.gradient_norm[0, ::-1] / trace.gradient_norm[0, -1], 1.5 ** np.arange(8), rtol=1e-5
    )


@pytest.mark.parametrize(("init", "value"), [("constant", 0.3), ("zeros", 0.0)])
def test_equal_weights_are_equal(init: str, value: float) -> None:
    p = Network(Experiment(**DENSE, init=init, gain=0.3)).parameters
    for name in ("input", "hidden", "head"):
        assert (p[name] == torch.tensor(value)).all(), name


@pytest.mark.parametrize("settings", [DENSE, CONV, SEQUENCE], ids=["dense", "conv", "sequence"])
def test_identity_draws_input_and_output_as_lecun_so_that_every_unit_gets_an_input(settings: dict[str, Any]) -> None:
    p = Network(Experiment(**settings, init="identity", gain=1.5)).parameters
    fan_in = 9 if "layer" in settings else p["input"].shape[0]
    _check_size(p["input"], "lecun_normal", fan_in, settings["width"])
    _check_size(p["head"], "lecun_normal", p["head"].shape[0], p["head"].shape[1])


def test_an_rnn_that_starts_as_the_identity_learns_to_read_digits_pixel_by_pixel() -> None:
    """Le, Jaitly, Hinton (2015): ReLU, Adam in place of their millions of small steps."""
    trained = {"init": "identity", "batch_size": 32, "optimizer": "adam", "learning_rate": 0.003, "clip": "norm"}
    trace = simulate(Experiment(kind="sequence", activation="relu", device="cpu", **trained))
    assert trace.dead[0].mean() < 0.1
    assert trace.accuracy[-20:].mean() > 0.5


def test_biases_start_at_zero_but_for_pytorchs_default() -> None:
    """torch.nn.Linear draws its bias from the same interval as its weights."""
    assert not Network(Experiment(**DENSE)).parameters["bias"].any()
    p = Network(Experiment(**DENSE, init="pytorch")).parameters
    assert float(p["bias"][1:].std()) == pytest.approx((3 * 96) ** -0.5, rel=0.15)
    assert float(p["bias"][1:].abs().max()) <= 96**-0.5
    assert 0 < float(p["head_bias"].abs().max()) <= 96**-0.5


@pytest.mark.parametrize(
    "settings", [DENSE, CONV, SEQUENCE, SEQUENCE | {"cell": "gru"}, DENSE | {"skip": "highway", "init": "pytorch"}]
)
def test_a_bias_deviation_is_drawn_on_top_of_the_biases_and_of_nothing_else(settings: dict[str, Any]) -> None:
    """Schoenholz, Gilmer, Ganguli, Sohl-Dickstein (2017): normal around 0, of sites alone."""
    plain, drawn = (Network(Experiment(**settings, bias_std=std)).parameters for std in (0.0, 0.5))
    apart = drawn["bias"] - plain["bias"]
    assert float(apart.std()) == pytest.approx(0.5, rel=0.15) and abs(float(apart.mean())) < 0.12
    assert all(torch.equal(drawn[name], plain[name]) for name in plain if name != "bias")


@pytest.mark.parametrize("settings", [DENSE, CONV], ids=["dense", "conv"])
def test_branches_of_zero_hand_signal_and_gradient_on_as_they_are(settings: dict[str, Any]) -> None:
    """Zhang, Dauphin, Ma (2019): only input and output are drawn; theory says so, too."""
    e = Experiment(**settings | {"activation": "tanh", "skip": "residual"}, init="zero_branches")
    p = Network(e).parameters
    assert not p["hidden"].any() and p["input"].any() and p["head"].any()
    np.testing.assert_allclose(preview(e).gradient_norm[0] / preview(e).gradient_norm[0, -1], 1.0, rtol=1e-6)
    np.testing.assert_allclose(predict(e).log10_profile, 0.0, atol=1e-6)


def test_biases_that_differ_tell_units_apart_whose_weights_are_alike() -> None:
    e = Experiment(activation="tanh", init="constant", gain=0.1, depth=3)
    assert e.starts_alike and not e.replace(bias_std=0.5).starts_alike
    trace = simulate(e.replace(bias_std=0.5, steps=30))
    assert verdict(trace).name != "symmetric_units"


# ---- torch.nn's own modules -------------------------------------------------------------------------------------


RECURRENT: dict[str, Callable[[int, int], nn.RNNBase]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def _torchs(cell: str, inputs: int) -> dict[str, Tensor]:
    """What torch.nn draws, in the engine's form: gates side by side, and of two biases their sum where it keeps one."""
    theirs = RECURRENT[cell](inputs, 96)
    order = {"rnn": [0], "lstm": [1, 2, 0, 3], "gru": [2, 0, 1]}[cell]
    p = {name: values.detach() for name, values in theirs.named_parameters()}
    first, second = p["bias_ih_l0"].view(-1, 96), p["bias_hh_l0"].view(-1, 96)
    both = first + second
    bias = torch.stack([first[2], both[0], both[1], second[2]]) if cell == "gru" else both[order]
    head = nn.Linear(96, 4)
    named = {"input": p["weight_ih_l0"].T, "hidden": p["weight_hh_l0"].T, "bias": bias}
    return named | {"head": head.weight.detach().T, "head_bias": head.bias.detach()}


@pytest.mark.parametrize("cell", RECURRENT)
def test_pytorchs_default_in_a_sequence_is_what_torchs_own_modules_draw(cell: str) -> None:
    """Without ``gain`` and ``forget_bias``, which torch.nn has not; compared by size and by the largest entry."""
    e = Experiment(**SEQUENCE, init="pytorch", cell=cell, forget_bias=0.0)
    ours, theirs = [], []
    for seed in range(20):
        torch.manual_seed(seed)
        ours.append(Network(e.replace(seed=seed)).parameters)
        theirs.append(_torchs(cell, e.task_row.inputs))
    for name in theirs[0]:
        one, other = (torch.stack([p[name].reshape(theirs[0][name].shape) for p in ps]) for ps in (ours, theirs))
        rows = range(one.shape[1]) if name == "bias" else [slice(None)]
        for row in rows:  # each gate's bias by itself: in a GRU two are sums and two are not
            here, there = one[:, row], other[:, row]
            assert float(here.std()) == pytest.approx(float(there.std()), rel=0.1), (name, row)
            assert float(here.abs().max()) == pytest.approx(float(there.abs().max()), rel=0.1), (name, row)


def test_the_forget_gates_bias_comes_on_top_of_what_torch_draws() -> None:
    e = Experiment(**SEQUENCE, init="pytorch", cell="lstm", forget_bias=0.0)
    plain, opened = (Network(e.replace(forget_bias=bias)).parameters["bias"].view(4, 96) for bias in (0.0, 5.0))
    assert torch.equal(plain[[0, 1, 3]], opened[[0, 1, 3]])
    torch.testing.assert_close(opened[2], plain[2] + 5.0)


def test_gates_start_as_open_as_their_settings_say() -> None:
    """Gers, Schmidhuber, Cummins (2000): the forget gate's bias; Srivastava et al. (2015): the transform gate's, -1."""
    forget = Network(Experiment(**SEQUENCE, cell="lstm", forget_bias=2.5)).parameters["bias"].view(4, 96)
    assert forget.mean(1).tolist() == [0.0, 0.0, 2.5, 0.0]
    gate = Network(Experiment(**DENSE, skip="highway")).parameters["bias"].view(4, 2, 96)
    assert (gate[:, 0] == 0).all() and (gate[:, 1] == -1).all()


def test_normalization_starts_as_scale_one_and_shift_zero() -> None:
    """Ioffe, Szegedy (2015), section 3; an LSTM's forget gate keeps its opening."""
    p = Network(Experiment(**DENSE, normalization="batch")).parameters
    assert (p["norm_gain"] == 1).all() and (p["norm_shift"] == 0).all()
    shift = Network(Experiment(**SEQUENCE, cell="lstm", forget_bias=2.5, normalization="layer")).parameters[
        "norm_shift"
    ]
    assert shift.view(4, 96).mean(1).tolist() == [0.0, 0.0, 2.5, 0.0]


def test_dropout_switches_off_its_share_and_keeps_the_mean() -> None:
    """Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), another draw at every step."""
    net = Network(Experiment(**DENSE | {"batch_size": 64}, dropout=0.3))
    net.step()
    first = net.mask
    assert first is not None
    first = first.clone()
    assert float((first == 0).float().mean()) == pytest.approx(0.3, abs=0.02)
    assert float(first.mean()) == pytest.approx(1.0, abs=0.03)
    net.step()
    assert net.mask is not None and not torch.equal(net.mask, first)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.parametrize("normalization", ["none", "layer"])
def test_chrono_gates_forget_at_every_time_between_one_step_and_the_whole_sequence(
    cell: str, normalization: str
) -> None:
    """b = log U(1, T - 1) (Tallec, Ollivier, 2018); an LSTM's input gate has minus that."""
    settings = SEQUENCE | {"width": 512, "sequence_length": 101, "cell": cell, "normalization": normalization}
    p = Network(Experiment(**settings, gate_biases="chrono", forget_bias=5.0)).parameters
    candidate, first, keeps, last = p["bias" if normalization == "none" else "norm_shift"].view(4, -1)
    times = keeps.exp()
    assert 1 <= float(times.min()) < 3 and 97 < float(times.max()) <= 100
    assert float(times.mean()) == pytest.approx(50.5, rel=0.1) and float(times.std()) == pytest.approx(28.6, rel=0.1)
    assert torch.equal(first, -keeps if cell == "lstm" else torch.zeros(512))
    assert not candidate.any() and not last.any()


def test_weights_from_the_inputs_can_be_drawn_apart() -> None:
    """IRNN: the identity between time steps, all else small (Le, Jaitly, Hinton, 2015)."""
    plain, apart = (
        Network(Experiment(**SEQUENCE, init="identity", input_init=init)).parameters for init in ("same", "he_uniform")
    )
    assert torch.equal(plain["hidden"], apart["hidden"]) and torch.equal(plain["head"], apart["head"])
    _check_size(apart["input"] * 1.5, "he_uniform", 4, 96)
    assert torch.equal(apart["hidden"], torch.eye(96))


@pytest.mark.parametrize("kind", [DENSE, CONV, SEQUENCE], ids=["dense", "conv", "rnn"])
@pytest.mark.parametrize("init", ["uniform", "xavier_normal"])
def test_weights_can_be_off_centre_by_parts_of_their_deviation(kind: dict[str, Any], init: str) -> None:
    """sqrt(3) deviations of an even draw: from 0 to twice the gain."""
    mean = 3**0.5
    plain, moved = (Network(Experiment(**kind, init=init, gain=0.5, weight_mean=m)).parameters for m in (0.0, mean))
    for name in ("input", "hidden", "head"):
        deviation = float(plain[name].std())
        torch.testing.assert_close(
            moved[name] - plain[name], torch.full_like(plain[name], mean * deviation), rtol=0.1, atol=0
        )
        if init == "uniform":
            assert float(moved[name].min()) >= 0 and float(moved[name].max()) <= 1


def test_theory_has_no_line_for_weights_off_centre_and_says_why() -> None:
    found = predict(Experiment(activation="tanh", weight_mean=0.5))
    assert found.note == "No line: theory needs weights that are drawn around 0." and not len(found.log10_profile)
