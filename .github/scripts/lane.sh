#!/usr/bin/env bash
# Tell whether a merge changes data and words alone: lane.sh FOLDER, a checkout of the merge commit.
# Writes data=true or data=false to GITHUB_OUTPUT, and why to GITHUB_STEP_SUMMARY.
set -euo pipefail

outside=()
while IFS= read -r -d '' file; do
  case "$file" in
    datasets/* | content/*) ;;
    *) outside+=("$file") ;;
  esac
done < <(git -C "$1" diff --name-only --no-renames -z HEAD^1 HEAD)

if ((${#outside[@]} == 0)); then
  echo "data=true" >> "$GITHUB_OUTPUT"
  exit 0
fi
echo "data=false" >> "$GITHUB_OUTPUT"
{
  echo "## This pull request leaves the data lane"
  echo
  echo "It changes more than \`datasets/\` and \`content/\`, so it is reviewed as software: its data"
  echo "are not compared here and nobody comments on it. To publish figures, take these files out:"
  echo
  # Four spaces before a line show it letter by letter.
  printf '    %q\n' "${outside[@]:0:20}"
} >> "$GITHUB_STEP_SUMMARY"
