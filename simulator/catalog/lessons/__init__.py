"""Lessons in teaching order: what is predicted, watched, explained and asked, and what it claims of its runs."""

from simulator.catalog.choice import table
from simulator.catalog.lessons import activations
from simulator.catalog.lessons.lesson import KINDS, Answer, Claim, Lesson, Said, Screen

LESSONS = table(*activations.LESSONS)

__all__ = ["KINDS", "LESSONS", "Answer", "Claim", "Lesson", "Said", "Screen"]
