"""Subwords of Hugging Face's tokenizers 0.23.2, for the tests of worker-lib.

Usage: python3 scripts/golden/subwords.py FOLDER [CLASSES]

Writes FOLDER/subwords.json: a text, texts with the ids that each tokenizer gives them, and whole
texts again, joined from the ids; FOLDER/tokenizer_bpe.json and FOLDER/tokenizer_unigram.json, which
BpeTrainer and UnigramTrainer learned from the text. UnigramTrainer does not learn the same each
time, so that both files belong together. With CLASSES, also writes that file: the code points that the regular expressions of
tokenizers take for letters, numbers and white space.
"""

import json
import random
import sys
import textwrap
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

SIZE = 420

TEXT = """The quick brown fox doesn't jump over the lazy dog; it's 12:45, they'll say, and we've lost.
The dogs' owners weren't amused: "I'd rather not," she said.   Neither had they.

\tfor (int i = 0; i < 1000; i++) { total += values[i] * 3.14159; }\r
\tfor (int j = 0; j < 1000; j++) { total += values[j] * 2.71828; }\r
Die Grüße der Männer wären größer, würde man sie über Brücken führen; führt man sie nicht, so nicht.
Съешь же ещё этих мягких французских булок, да выпей чаю. Съешь ещё этих булок.
吾輩は猫である。名前はまだ無い。どこで生れたか頓と見当がつかぬ。吾輩はここで始めて人間というものを見た。
我们的目标是让每个人都能读书。我们的书在桌子上。
مرحبا بالعالم، كيف حالك اليوم؟ हिन्दी में लिखा हुआ वाक्य है।
The rain in Spain stays mainly in the plain, the rain again and again; aaaaaaaa bbbbbbbb abababab.
Emoji: 😀😀 👩‍👩‍👧‍👦 🇩🇪🇫🇷 👍🏽 naïve café cafe\u0301 \u00a0\u2003\u3000wide spaces\u2028and separators
"""

TEXTS = [
    "",
    "a",
    " ",
    "\n",
    "\r\n",
    "\n\n\n",
    "   \n  x",
    "it's 'tis 'rest 'velvet 'll 'lx 'sd ''s '  'r '",
    "she'Re WE'LL I'M I’m don't",
    " '",
    " 're",
    "'re",
    "'r",
    "'v",
    "a'l",
    "two  spaces   three\t\ttabs \t mixed\n\n   indented\n",
    "windows\r\nlines\r\n\r\nand old\rmac",
    "no newline at the end, " * 5,
    "numbers 1234567890 ½ ² Ⅷ ٣ १२३ 12a34b",
    "control \u0000\u0001\u0007\u001b[0m\u007f\u0085next\u009f\u200b\u200d\ufeffmark",
    "spaces\u00a0no-break\u1680\u2000\u2009\u202f\u205f\u3000ideographic \u3000\u3000",
    "\ufffd\ufffe\uffff\U0010ffff\U000e0001",
    "😀👩‍👩‍👧‍👦🇩🇪👍🏽 text😀text",
    "漢字かなカナ한국어ไทย\u0e33 עברית",
    "e\u0301 \u00e9 \u0300 \u1e9b\u0323 ǅ ﬁ",
    "<unk> <doc> <|endoftext|> <s></s> [MASK]",
    "a_b-c+d=e!=f==g>=h <<= ... ---- ####\n````",
    "\U00010d4a\U00010d40 \u0870\u1c89\ua7cb \U0001c000 new in Unicode",
    "x" * 300,
    "ab" * 200 + " " * 150 + "y",
]


def pre_tokenizer():
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split("\n", "merged_with_previous"),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )


def random_texts():
    source = random.Random(20261130)
    alphabet = list("abc'srelvtdm 12.,\n\r\t  ") + ["é", "世", "😀", "\u3000", "\u00a0", "\u0301", "½"]
    return ["".join(source.choices(alphabet, k=source.randint(1, 60))) for _ in range(120)]


def learned(model, trainer):
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizer()
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator([TEXT], trainer)
    return tokenizer


def classes(path):
    lines = [
        "# Letters (L) and numbers (N) of Unicode 16, as ranges of code points, and its white space (S).",
        "# scripts/golden/subwords.py wrote this file.",
    ]
    for name, pattern in (("L", r"\p{L}"), ("N", r"\p{N}"), ("S", r"\s")):
        split = pre_tokenizers.Split(Regex(pattern), "removed")
        ranges, start = [], None
        for point in range(0x110001):
            surrogate = 0xD800 <= point < 0xE000 or point == 0x110000
            found = not surrogate and not split.pre_tokenize_str(chr(point))
            if found and start is None:
                start = point
            if not found and start is not None:
                ranges.append(f"{start:x}" if start == point - 1 else f"{start:x}-{point - 1:x}")
                start = None
        lines += [f"{name} {line}" for line in textwrap.wrap(" ".join(ranges), 96, break_on_hyphens=False)]
    path.write_text("\n".join(lines) + "\n")


def main():
    folder = Path(sys.argv[1])
    texts = TEXTS + random_texts() + [TEXT]
    bpe = learned(
        models.BPE(),
        trainers.BpeTrainer(
            vocab_size=SIZE,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    bpe.save(str(folder / "tokenizer_bpe.json"))
    unigram = learned(
        models.Unigram(),
        trainers.UnigramTrainer(
            vocab_size=SIZE,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    unigram.save(str(folder / "tokenizer_unigram.json"))
    unigram = Tokenizer.from_file(str(folder / "tokenizer_unigram.json"))
    golden = {
        "text": TEXT,
        "size": SIZE,
        "texts": [
            {
                "text": text,
                "bpe": bpe.encode(text).ids,
                "unigram": unigram.encode(text).ids,
                "decoded": bpe.decode(bpe.encode(text).ids),
            }
            for text in texts
        ],
    }
    text = json.dumps(golden, separators=(",", ":")).replace('{"text"', '\n{"text"')
    (folder / "subwords.json").write_text(text.lstrip() + "\n")
    if len(sys.argv) > 2:
        classes(Path(sys.argv[2]))


if __name__ == "__main__":
    main()
