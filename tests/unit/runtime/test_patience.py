"""What a patient thread computes outside of the interpreter gives way; nothing else does."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from inhabit.runtime.patience import NICENESS, give_way, gives_way, patiently


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_a_thread_does_its_own_work_unless_it_is_patient() -> None:
    assert not gives_way()
    assert patiently(threading.get_ident) == threading.get_ident()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows the niceness of a thread")
def test_a_patient_thread_keeps_its_priority_and_what_it_computes_gives_way() -> None:
    with ThreadPoolExecutor(1, initializer=give_way) as patient:
        assert patient.submit(gives_way).result()
        assert patient.submit(niceness).result() == niceness()
        assert patient.submit(lambda: patiently(niceness)).result() == max(niceness(), NICENESS)
    assert not gives_way()


def test_what_fails_there_fails_here() -> None:
    with ThreadPoolExecutor(1, initializer=give_way) as patient, pytest.raises(ZeroDivisionError):
        patient.submit(lambda: patiently(lambda: 1 / 0)).result()
