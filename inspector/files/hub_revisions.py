"""Which revisions of a model there are, here and on the Hub, and whether two hold the same weights."""

from __future__ import annotations

from inspector.files import hub, hub_errors
from inspector.files.digest import shapes_digest
from inspector.files.fingerprint import weights_name
from inspector.files.hub import CachedRevision
from inspector.files.hub_access import HubAccess
from inspector.files.hub_crew import Errand
from inspector.files.hub_link import HubName, hub_endpoint, parse_reference
from inspector.files.hub_listing import HubRevisions, ask_revisions
from inspector.files.hub_store import Store
from inspector.files.records import Base


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


def weight_hashes(base: Base) -> dict[str, str] | None:
    """SHA-256 by weight file, without reading one: from the Hub's listing, or from the names in its cache.

    None where one of them is not known (a plain folder).
    """
    hashes = {remote.name: remote.sha256 for remote in base.remote_weights}
    hashes |= {weights_name(base, path): hub.recorded_sha256(path) for path in base.weight_files}
    known = {name: sha256 for name, sha256 in hashes.items() if sha256 is not None}
    return known if known and len(known) == len(hashes) else None


def same_weights(one: Base, other: Base) -> bool | None:
    """Whether the weight files of two bases are the same to the byte; None where that is not known.

    Hashes are those that Git LFS keeps: nothing is downloaded or read. Other names or shapes are other
    weights; the same tensors dealt out to other files are not known to be the same.
    """
    if one.tensors and other.tensors and shapes_digest(one.tensors) != shapes_digest(other.tensors):
        return False
    ours, theirs = weight_hashes(one), weight_hashes(other)
    if ours is None or theirs is None:
        return None
    if ours == theirs:
        return True
    return False if ours.keys() == theirs.keys() else None
