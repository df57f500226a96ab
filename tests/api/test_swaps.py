"""Swaps over HTTP."""

import pytest
from bson import ObjectId

from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.actions import Action
from multitrainer.domain.errors import SenselessSwap, SwapNotPossible, SwapNotReady
from multitrainer.domain.swaps import SwapDoing, SwapState
from tests.api.everybody import MARIAS_NEXT, OTHER_SWAP, SESSION, SWAP, SWAPPED, Asked, Sender, found
from tests.api.school import JOHN, MARIA
from tests.callers import admit


async def test_a_swap_is_proposed_confirmed_and_seen_in_lists(
    client: Client, sender: Sender, database: Database
) -> None:
    await found(database)
    await admit(database.motor)
    made = await client.swaps.propose(str(SESSION), str(MARIAS_NEXT), note="A doctor's appointment")
    assert (made.state, made.one.trainer.name, made.other.batch_name) == (SwapState.PROPOSED, "John", "Batch 3")
    assert made.actions == [SwapDoing.WITHDRAW]
    for session, other, refusal in ((SESSION, SESSION, SenselessSwap), (SESSION, MARIAS_NEXT, SwapNotPossible)):
        with pytest.raises(refusal):
            await client.swaps.propose(str(session), str(other))
    answer = await sender.ask("assistant", "POST", f"/api/swaps/{SWAP}/confirm", Asked(Action.ANSWER_SWAP))
    assert (answer.json()["state"], answer.json()["actions"]) == ("agreed", [])
    swapped = await client.sessions.read(str(SWAPPED))
    assert (swapped.teacher, swapped.sequence) == (MARIA, 1)
    assert [ObjectId(one.id) async for one in client.swaps.list(state=SwapState.PROPOSED)] == [
        ObjectId(made.id),
        OTHER_SWAP,
    ]
    johns = [one.id async for one in client.swaps.of_trainer(JOHN, page_size=1)]
    assert sorted(johns) == sorted([made.id, str(SWAP)])
    with pytest.raises(SwapNotReady):
        await client.swaps.withdraw(str(SWAP))
    assert (await client.swaps.withdraw(made.id)).state is SwapState.WITHDRAWN
