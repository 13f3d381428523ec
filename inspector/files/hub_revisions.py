"""Which revisions of a model there are, here and on the Hub."""

from __future__ import annotations

from inspector.files import hub, hub_errors
from inspector.files.hub import CachedRevision
from inspector.files.hub_access import HubAccess
from inspector.files.hub_crew import Errand
from inspector.files.hub_link import HubName, hub_endpoint, parse_reference
from inspector.files.hub_listing import HubRevisions, ask_revisions
from inspector.files.hub_store import Store


def cached_revisions(repo_id: str) -> tuple[CachedRevision, ...]:
    """Every commit of a model that is here, the latest to come first; the network is never asked.

    Those in huggingface_hub's cache, and those whose headers were read from the Hub before.
    """
    if (name := parse_reference(repo_id)) is None:
        return ()
    store = Store(name, endpoint=hub_endpoint())
    found = {revision.commit: revision for revision in hub.revisions_in(store.site, repo_id)}
    found = {commit: revision._replace(has_headers=True) for commit, revision in found.items()}
    for revision in hub.revisions_in(hub.cache_folder(), repo_id):
        read = found.get(revision.commit)
        refs = tuple(sorted({*revision.refs, *(read.refs if read is not None else ())}))
        found[revision.commit] = revision._replace(
            refs=refs, has_headers=revision.has_weights or read is not None
        )
    return tuple(sorted(found.values(), key=lambda revision: revision.fetched, reverse=True))


def list_revisions(name: HubName, access: HubAccess, *, at_most: int = 100) -> HubRevisions:
    """The commits of a branch (`name.revision`, else `main`), newest first, and all branches and tags.

    Raises HubError, Cancelled.
    """
    if not access.online:
        raise hub_errors.offline(name)
    errand = Errand(name, access)
    [found] = errand.run([lambda: ask_revisions(errand.wire, at_most=at_most)], "Asking for its revisions")
    return found
