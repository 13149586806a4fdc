"""Under which kind of stakeholder and region an answer is found, so that enough others stand there, too."""

Group = tuple[str, str]  # kind and region; "" for what is not told
NEITHER: Group = ("", "")


def groups_of(counts: dict[Group, int], threshold: int) -> dict[Group, Group]:
    """Under which kind and region each text is found, such that every group has enough texts: under both,
    else under its kind, else under neither.

    `counts` are the texts to one question by their true kind and region.
    """
    left: dict[str, int] = {}
    for (kind, _region), count in counts.items():
        left[kind] = left.get(kind, 0) + (count if count < threshold else 0)
    groups = {
        (kind, region): (kind, region)
        if count >= threshold
        else (kind if left[kind] >= threshold else "", "")
        for (kind, region), count in counts.items()
    }
    # The rest must be a group of enough texts as well.
    while 0 < (sizes := sizes_of(groups, counts)).get(NEITHER, 0) < threshold and len(sizes) > 1:
        smallest = min((group for group in sizes if group != NEITHER), key=sizes.__getitem__)
        groups = {known: NEITHER if group == smallest else group for known, group in groups.items()}
    return groups


def sizes_of(groups: dict[Group, Group], counts: dict[Group, int]) -> dict[Group, int]:
    sizes: dict[Group, int] = {}
    for known, group in groups.items():
        sizes[group] = sizes.get(group, 0) + counts[known]
    return sizes
