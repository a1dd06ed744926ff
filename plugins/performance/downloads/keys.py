"""The keys of data.json and metadata.json, each in words: a public dictionary, kept stable."""

from __future__ import annotations

DATA_KEYS = {
    "metric": "Permanent name of the metric.",
    "title": "The metric's name for readers.",
    "unit": "The unit of values and targets: name, symbol, and decimals shown to readers.",
    "as_of": "The day the data speak from.",
    "fields": "The columns, as fields of a Table Schema.",
    "data": "One object an observation, a key a column; null is no value.",
}

METADATA_KEYS = {
    "name": "Permanent name of the metric: part of its address.",
    "title": "The metric's name for readers.",
    "description": "What it measures, in Markdown.",
    "why": "Why it matters, in Markdown.",
    "method": "How it is calculated, in Markdown.",
    "limitations": "What it does not say, in Markdown.",
    "department": "Who answers for it: name and title.",
    "priority": "The city's priority it belongs to, name and title; null for none.",
    "group": "The heading it stands under on the department's page.",
    "kind": "input, output, efficiency, quality, outcome or context.",
    "stage": "proposed, pilot, live, paused or retired.",
    "featured": "Whether it is shown on the home page.",
    "direction": "What is wanted: increase, decrease, range or none.",
    "unit": "The unit of values and targets: name, symbol, and decimals shown to readers.",
    "frequency": "How often it is observed: D, W (ISO week), M, Q or A.",
    "year_start": "First month of a yearly period, 1 to 12.",
    "lag": "Days after a period's end by which its value is due.",
    "measure": "How a value comes from columns of the resource: in words, and the parts.",
    "dimensions": "What it is broken down by: name, title and members.",
    "total": "The member that stands for the whole; null where the whole is worked out.",
    "targets": "Each in force from its period until the next; near is absolute, in the unit.",
    "baseline": "The period of the city's own starting point; null for none.",
    "breaks": "Periods from which values are not comparable with earlier ones, and why.",
    "benchmarks": "Others' results: title, value, source and how comparable they are.",
    "actions": "What the city is doing: date, owner and text.",
    "related": "Names of related metrics.",
    "history": "The stages it has been in: date, stage, the office that agreed, and why.",
    "borrowed_from": "Where the definition was taken from; null where it is the city's own.",
    "publisher": "Who publishes the data.",
    "sources": "Where the data come from: title, and address where there is one.",
    "licenses": "On what terms the data may be used: name, title, address.",
    "citation": "How to cite the data.",
    "package": "The data package it is computed from: name, title, version, created, resource.",
    "as_of": "The day the data speak from.",
    "attainment": "The verdict: what was judged, of which period, against which target, and why "
    "there is none where there is none.",
    "latest": "The last observation that has a value; null without one.",
    "lateness": "The earliest period not yet reported, when it was due, and how many days it is "
    "late (0 when it is not).",
    "address": "The metric's page, from the site's root.",
    "url": "The metric's page, whole; null where the site's address is not set.",
    "fields": "The columns of the data files, as fields of a Table Schema.",
    "files": "The data files beside this one: name, media type, bytes and SHA-256.",
}
