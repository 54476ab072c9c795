"""What the page's components are handed."""

from typing import TypeVar

T = TypeVar("T")


def handed(data: T) -> list[T]:
    """A list of one, which the component's script takes apart again: ``({ data: [data] })``.

    Of a mapping itself Streamlit looks whether its values are tables, and for that loads pandas and pyarrow: 95 MB of
    the server's memory, and half of the time until a server that was just started shows its first page.
    """
    return [data]
