"""Lessons in teaching order, a file for each: what is predicted, watched, explained and asked, and claimed of runs."""

from simulator.catalog.choice import table
from simulator.catalog.lessons import (
    batch_norm,
    clipping,
    depth,
    dying,
    exploding,
    gradient,
    gru,
    hardware,
    in_time,
    layer_norm,
    lstm,
    memory,
    not_its_fault,
    oscillation,
    pretraining,
    relu,
    right_weights,
    shortcuts,
    sigmoid,
    tanh,
    weights,
)
from simulator.catalog.lessons.lesson import KINDS, Answer, Claim, Kind, Lesson, Said, Screen

LESSONS = table(
    gradient.LESSON,
    sigmoid.LESSON,
    tanh.LESSON,
    relu.LESSON,
    dying.LESSON,
    weights.LESSON,
    right_weights.LESSON,
    depth.LESSON,
    batch_norm.LESSON,
    layer_norm.LESSON,
    shortcuts.LESSON,
    exploding.LESSON,
    clipping.LESSON,
    oscillation.LESSON,
    memory.LESSON,
    lstm.LESSON,
    gru.LESSON,
    in_time.LESSON,
    pretraining.LESSON,
    hardware.LESSON,
    not_its_fault.LESSON,
)

__all__ = ["KINDS", "LESSONS", "Answer", "Claim", "Kind", "Lesson", "Said", "Screen"]
