#!/usr/bin/env python3
"""Keeps a copy of a feed in a folder, one JSON file an article. Standard library only.

    python3 mirror.py http://127.0.0.1:8400/feed.json copy

The first run copies everything, following next_url through the archive. Later runs ask whether anything changed (304:
nothing to do), read as far back as there is something new, and remove what was withdrawn. Remove copy/.etag now and
then for another whole walk: it finds articles that were added under old dates.
"""
import json
import pathlib
import sys
import urllib.error
import urllib.request

feed_url, folder = sys.argv[1], pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
etag_file = folder / ".etag"


def path_of(item_id):
    """urn:uuid:… is the same in every format of the feed and never changes."""
    return folder / (item_id.removeprefix("urn:uuid:") + ".json")


def get(url, etag=None):
    request = urllib.request.Request(url, headers={"If-None-Match": etag} if etag else {})
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response), response.headers["ETag"]


def is_known(item):
    path = path_of(item["id"])
    return path.exists() and json.loads(path.read_text("utf-8"))["date_modified"] == item["date_modified"]


try:
    page, etag = get(feed_url, etag_file.read_text() if etag_file.exists() else None)
except urllib.error.HTTPError as error:
    if error.code != 304:
        raise
    print("unchanged")
    sys.exit()

is_first = not etag_file.exists()
etag_file.unlink(missing_ok=True)  # a run that breaks off is followed by a whole one
withdrawn = page["_dropwire"]["withdrawn"]
written, removed = set(), 0
while True:
    new = [item for item in page["items"] if item["id"] in written or not is_known(item)]
    for item in new:
        path_of(item["id"]).write_text(json.dumps(item, ensure_ascii=False), "utf-8")
        written.add(item["id"])  # head and archive overlap
    if "next_url" not in page or not (new or is_first):
        break
    page, _ = get(page["next_url"])

for notice in withdrawn:
    if path_of(notice["id"]).exists():
        path_of(notice["id"]).unlink()
        removed += 1

etag_file.write_text(etag)
print(f"{len(written)} written, {removed} removed")
