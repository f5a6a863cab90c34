"""Writing in a second process: this one reads on while the other files, in the order in which the lines are sent.

What is filed, and what is reported, is the same as when one process does both.
"""

import gc
import pickle
import signal
from collections.abc import Iterable, Iterator
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import Queue
from threading import Thread

from graph.claims import Claim, Line, Record
from graph.errors import StoreError, TrilateralError, shown
from graph.store import is_server, open_store
from graph.store.base import Retraction, WriteReport

AT_ONCE = 2_000  # lines in a message
AHEAD = 20  # messages that wait for the writer
FIELDS = tuple((name, field.default) for name, field in Claim.model_fields.items())
END = b""


def serves(url: str) -> bool:
    """Whether a second process helps: a server is one already."""
    return not is_server(url)


def write(url: str, lines: Iterable[Line | Retraction], *, batch: int, supersede: bool) -> WriteReport:
    """`GraphStore.write` on the store at `url`, by another process. What reading the lines raises is raised here, and the transaction is taken back."""
    context = get_context("spawn")  # a copy of this process would share its open store and its threads' locks
    ours, theirs = context.Pipe(duplex=False), context.Pipe(duplex=False)
    writer = context.Process(target=_serve, args=(url, ours[0], theirs[1], batch, supersede), daemon=True)
    writer.start()
    ours[0].close()
    theirs[1].close()
    try:
        _send(ours[1], lines)
        answer = theirs[0].recv()
    except EOFError as error:
        raise StoreError(f"{shown(url)}: the process that wrote was killed, perhaps for want of memory; nothing of its last batch was filed") from error
    finally:
        ours[1].close()  # without the end of the lines before it: the writer takes back what it began
        writer.join()
        theirs[0].close()
    if isinstance(answer, WriteReport):
        return answer
    raise answer


def _send(writer: Connection, lines: Iterable[Line | Retraction]) -> None:
    """Send the lines and the end of them; stop where the writer has stopped, whose answer says why."""
    rest = iter(lines)
    while some := [_plain(line) for line in islice(rest, AT_ONCE)]:
        try:
            writer.send_bytes(pickle.dumps(some, protocol=5))
        except BrokenPipeError:
            return
    try:
        writer.send_bytes(END)
    except BrokenPipeError:
        return


def _plain(line: Line | Retraction) -> object:
    """A record as a tuple, which is far smaller and faster to send than itself; other lines as they are."""
    if not isinstance(line, Record):
        return line
    held = line.claim.__dict__
    said = {name: value for name, default in FIELDS if (value := held[name]) != default}
    return (said, line.status, line.layer, line.extractor, line.decided)


def _line(sent: object) -> Line | Retraction:
    """The line of what `_plain` made, validated anew."""
    if not isinstance(sent, tuple):
        return sent  # type: ignore[return-value]
    return Record(claim=Claim.model_validate(sent[0]), status=sent[1], layer=sent[2], extractor=sent[3], decided=sent[4])


def _serve(url: str, lines: Connection, answer: Connection, batch: int, supersede: bool) -> None:
    """In the second process: file what is sent and answer with the report, or with the error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is told, and closes the pipe
    gc.disable()
    waiting: Queue[bytes | None] = Queue(AHEAD)
    Thread(target=_receive, args=(lines, waiting), daemon=True).start()
    try:
        store = open_store(url, create=False)
        answer.send(store.write(_lines(waiting), batch=batch, supersede=supersede))
        store.close()
    except TrilateralError as error:
        answer.send(error)
    except EOFError:
        return  # the first process gave up


def _receive(lines: Connection, waiting: "Queue[bytes | None]") -> None:
    try:
        while message := lines.recv_bytes():
            waiting.put(message)
    except (EOFError, OSError):
        waiting.put(None)
    else:
        waiting.put(END)


def _lines(waiting: "Queue[bytes | None]") -> Iterator[Line | Retraction]:
    """The lines in order. Raises EOFError when they stop before their end."""
    while message := waiting.get():
        yield from map(_line, pickle.loads(message))
    if message is None:
        raise EOFError
