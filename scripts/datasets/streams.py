"""Writes texts: one plain file each for training, validation and test."""

import re
import sys
from collections import Counter
from itertools import accumulate

BROWN_TRAIN_WORDS = 800_000
BROWN_VALIDATION_WORDS = 200_000
SMALL_VOCABULARY = 10_000
UNKNOWN = "<unk>"
END_OF_LINE = "<eos>"  # not in the text: every line end is one


def prepare_tinyshakespeare(source, folder):
    text = source.read_bytes().decode("utf-8")
    cut = len(text) * 9 // 10
    parts = {"train": text[:cut], "validation": text[cut:]}
    for name, part in parts.items():
        write(folder, name, part)
        print(f"{folder.name}/{name}.txt: {len(part)} characters")
    print(f"{folder.name}: {len(set(parts['train']))} different characters in train")


def prepare_brown(source, out):
    parts = split_by_words(list(read_sentences(source)))
    write_words(out / "brown", parts)
    write_words(out / "brown10k", limit_vocabulary(parts, SMALL_VOCABULARY))


def read_sentences(folder):
    """Yields the sentences of all documents, in file-name order, as lists of lower-case words."""
    documents = sorted(p for p in folder.iterdir() if re.fullmatch(r"c[a-r]\d\d", p.name))
    if not documents:
        sys.exit(f"{folder}: expected the documents ca01 to cr09, found none")
    for document in documents:
        for number, line in enumerate(document.read_text("ascii").splitlines(), start=1):
            words = [strip_tag(token, document, number) for token in line.split()]
            if words:
                yield words


def strip_tag(token, document, number):
    word, slash, _ = token.rpartition("/")
    if not slash or not word:
        sys.exit(f"{document}:{number}: expected word/TAG, found '{token}'")
    return word.lower()


def split_by_words(sentences):
    """Cuts after the sentence that completes the words of a part."""
    reached = list(accumulate(len(sentence) for sentence in sentences))
    first = 1 + next(i for i, n in enumerate(reached) if n >= BROWN_TRAIN_WORDS)
    wanted = reached[first - 1] + BROWN_VALIDATION_WORDS
    second = 1 + next(i for i, n in enumerate(reached) if n >= wanted)
    return {
        "train": sentences[:first],
        "validation": sentences[first:second],
        "test": sentences[second:],
    }


def limit_vocabulary(parts, size):
    """Keeps the most frequent words of train, ties by UTF-8 bytes, and replaces the others."""
    counts = count_words(parts["train"])
    by_frequency = sorted(counts, key=lambda word: (-counts[word], word.encode("utf-8")))
    known = set(by_frequency[: size - len((UNKNOWN, END_OF_LINE))])
    return {
        name: [[word if word in known else UNKNOWN for word in words] for words in sentences]
        for name, sentences in parts.items()
    }


def count_words(sentences):
    return Counter(word for words in sentences for word in words)


def write_words(folder, parts):
    vocabulary = {*count_words(parts["train"]), END_OF_LINE}
    for name, sentences in parts.items():
        write(folder, name, "".join(" ".join(words) + "\n" for words in sentences))
        counts = count_words(sentences)
        unseen = sum(n for word, n in counts.items() if word not in vocabulary)
        print(
            f"{folder.name}/{name}.txt: {sum(counts.values())} words in {len(sentences)} lines, "
            f"{unseen} not in train, {counts[UNKNOWN]} {UNKNOWN}"
        )
    print(f"{folder.name}: {len(vocabulary)} entries with {END_OF_LINE}")


def write(folder, name, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_bytes(text.encode("utf-8"))
