#!/usr/bin/env bash
# Fetch what an unprivileged run made of a pull request: artifact.sh NAME LARGEST, in bytes.
#
# Whoever opened the pull request may have written all of it, so nothing in it is believed: its size
# is known before it is fetched, nothing is unpacked, the number must be one, and of a pull request
# whose newest commit is the one that ran and which touches data and words alone. Then the workflow
# that ran was that of the main branch.
#
# Writes NAME.zip, and number=… to GITHUB_OUTPUT; without a number there is nothing to do.
set -euo pipefail
name=$1 largest=$2

stop() {
  echo "$1"
  exit 0
}

found=$(gh api "repos/$REPOSITORY/actions/runs/$RUN/artifacts" \
  --jq ".artifacts | map(select(.name == \"$name\" and (.expired | not)))[0] | \"\(.id) \(.size_in_bytes)\"")
read -r id size <<< "$found"
[[ $id =~ ^[0-9]+$ && $size =~ ^[0-9]+$ ]] || stop "The run made no artifact of this name."
((size <= largest)) || stop "The artifact is larger than allowed."
gh api "repos/$REPOSITORY/actions/artifacts/$id/zip" > "$name.zip"

number=$(unzip -p "$name.zip" number 2> /dev/null | head -c 20 | tr -d '\n' || true)
[[ $number =~ ^[1-9][0-9]{0,9}$ ]] || stop "The artifact names no pull request."
pull=$(gh api "repos/$REPOSITORY/pulls/$number" --jq '"\(.state) \(.head.sha) \(.changed_files)"')
read -r state head files <<< "$pull"
[[ $state == open && $head == "$HEAD_SHA" ]] || stop "The pull request has moved on."
# Of more files than these the list is cut.
[[ $files =~ ^[0-9]+$ ]] && ((files <= 3000)) || stop "The pull request has too many files."
changed=$(gh api --paginate "repos/$REPOSITORY/pulls/$number/files?per_page=100" \
  --jq '.[] | .filename, (.previous_filename // empty)')
if grep --quiet --invert-match --extended-regexp '^(datasets|content)/' <<< "$changed"; then
  stop "The pull request leaves the data lane."
fi
echo "number=$number" >> "$GITHUB_OUTPUT"
