#!/usr/bin/env bash
# Keeps a copy of a feed in a folder, one JSON file an article. Needs curl and jq.
#
#     bash mirror.sh http://127.0.0.1:8400/feed.json copy
#
# The first run copies everything, following next_url through the archive. Later runs ask whether anything changed
# (304: nothing to do), read as far back as there is something new, and remove what was withdrawn. Remove copy/.etag
# now and then for another whole walk: it finds articles that were added under old dates.
set -euo pipefail
url=$1
folder=$2
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

touch "$folder/.etag"
status=$(curl --silent --show-error --compressed --etag-compare "$folder/.etag" --etag-save "$work/etag" \
  --output "$work/head.json" --write-out '%{http_code}' "$url")
if [ "$status" = 304 ]; then
  echo unchanged
  exit
fi
[ "$status" = 200 ] || { echo "$url answers $status" >&2; exit 1; }

first=$([ -s "$folder/.etag" ] || echo yes)
rm "$folder/.etag" # a run that breaks off is followed by a whole one
cp "$work/head.json" "$work/page.json"
touch "$work/written"
while :; do
  new=$first
  # One item a line; the id, urn:uuid:…, is the same in every format of the feed and never changes.
  while IFS= read -r item; do
    id=$(jq -r '.id | ltrimstr("urn:uuid:")' <<<"$item")
    file="$folder/$id.json"
    if [ -e "$file" ] && ! grep -qx "$id" "$work/written"; then
      [ "$(jq -r .date_modified "$file")" = "$(jq -r .date_modified <<<"$item")" ] && continue
    fi
    printf '%s\n' "$item" >"$file"
    echo "$id" >>"$work/written" # head and archive overlap
    new=yes
  done < <(jq -c '.items[]' "$work/page.json")
  next=$(jq -r '.next_url // empty' "$work/page.json")
  [ -n "$new" ] && [ -n "$next" ] || break
  curl --silent --show-error --fail --compressed --output "$work/page.json" "$next"
done
written=$(sort -u "$work/written" | wc -l)

removed=0
while IFS= read -r id; do
  [ -e "$folder/$id.json" ] || continue
  rm "$folder/$id.json"
  removed=$((removed + 1))
done < <(jq -r '._dropwire.withdrawn[].id | ltrimstr("urn:uuid:")' "$work/head.json")

mv "$work/etag" "$folder/.etag"
echo "$((written)) written, $removed removed"
