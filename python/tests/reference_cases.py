"""The cases of reference_models.py: the sections corpus and network of their configurations."""


def text_case(corpus, network):
    return {"rows": None, "conf": f"corpus {{ {corpus} }}\nnetwork {{ {network} }}"}


def table_case(corpus, network, kind="all", probabilities=False):
    return {
        "rows": kind,
        "probabilities": probabilities,
        "conf": f"corpus {{ format = json, {corpus} }}\nnetwork {{ {network} }}",
    }


def labels(network, column="{ column = text, kind = words }"):
    corpus = f"input {column}, target {{ column = label, kind = label }}"
    return table_case(corpus, f"kind = sequence-to-vector, {network}", probabilities=True)


def tags(network, column="{ column = text, kind = words }"):
    corpus = f"input {column}, target {{ column = tags, kind = tags }}"
    return table_case(corpus, f"kind = tagger, {network}", probabilities=True)


def pairs(network, column="{ column = text, kind = words }", kind="words"):
    corpus = f"input {column}, target {{ column = answer, kind = {kind} }}"
    case = table_case(corpus, network)
    return {**case, "sequence": True, "conf": case["conf"] + "\ntraining.epochs = 40"}


def hybrid(column, network):
    case = pairs(f"kind = hybrid, {network}", column)
    conf = case["conf"].replace("training.epochs = 40", "training.epochs = 3")
    passes = "training.alignment { passes = 3, stable = 0 }"
    return {**case, "probabilities": True, "conf": f"{conf}\n{passes}"}


def next_of(column, network, target="", probabilities=False, kind="all"):
    corpus = f"{column}, target {{ kind = next {target} }}"
    return table_case(corpus, f"kind = next-frame, {network}", kind, probabilities)


MIXED = """input.kind = numbers, inputs = [
  { column = text, kind = words, embedding = 3 }
  { column = tags, kind = categories, missing = fill, embedding = 2 }
  { column = place, kind = label, missing = fill }
  { column = numbers, missing = indicate, scaling = log1p }
  { column = pair, kind = vector, missing = indicate, scaling = robust }
  { column = times, kind = time }
  { column = notes, kind = sets, width = 5 }
], target { column = size, kind = vector }"""

# DL4J stands for the path of what Dl4jConfigurations.java writes for a case.
DL4J = "kind = dl4j, configuration = DL4J"


def short(case):
    """Returns a case whose rows DL4J does not pad, which changes its bidirectional layers."""
    return {**case, "words": 4}


CASES = {
    "vector-last-lstm-bidirectional": labels(
        "cell = lstm, layers = [{ type = lstm, bidirectional = true },"
        " { type = layer-normalization }, { type = dense, activation = tanh }]"
    ),
    "vector-last-rnn": labels("cell = rnn, layers = 2", "{ column = text, kind = characters }"),
    "vector-subwords-unigram": labels(
        "cell = rnn }\ncorpus { tokenizer.kind = unigram",
        "{ column = text, kind = subwords, size = 264 }",
    ),
    "vector-mean-gru": labels("cell = gru, encoder { pooling = mean, stride = 2 }"),
    "vector-max-rnn-reversed": labels(
        "cell = rnn, bidirectional = true, encoder.pooling = max",
        "{ column = text, kind = words, reversed = true }",
    ),
    "vector-time-delay": labels(
        "layers = [{ type = time-delay, offsets = [-1, 0, 2] }, { type = time-delay, offsets ="
        " [-3, 3], activation = sigmoid }], encoder { pooling = mean, stride = 3 }",
        "{ column = values, kind = frames }",
    ),
    "vector-bag": labels(
        "layers = [{ type = dense, activation = tanh }]", "{ column = text, kind = bag }"
    ),
    "vector-columns": table_case(MIXED, "kind = sequence-to-vector, cell = gru"),
    "tagger-lstm-bidirectional": tags("cell = lstm, layers = 2, bidirectional = true"),
    "tagger-characters": tags(
        "cell = gru, encoder.characters { embedding = 3, hidden = 3, max-length = 4 }",
        "{ column = text, kind = words, characters = true }",
    ),
    "tagger-reversed": tags(
        "cell = gru, encoder.characters { embedding = 3, hidden = 3 }",
        "{ column = text, kind = words, reversed = true, characters = true }",
    ),
    "tagger-dense": tags(
        "layers = [{ type = time-delay, offsets = [-2, 0, 1], direct-connections = true,"
        " hidden = 6 }, { type = dense }, { type = dense, residual = true },"
        " { type = layer-normalization }]"
    ),
    "tagger-crf": tags("cell = lstm, bidirectional = true, output.kind = crf"),
    "tagger-crf-bio-reversed": table_case(
        "input { column = text, kind = words, reversed = true }, target { column = chunks, kind = tags }",
        "kind = tagger, cell = gru, output.kind = crf-bio",
        probabilities=True,
    ),
    "tagger-crf-bioes": table_case(
        "input { column = text, kind = words }, target { column = spans, kind = tags }",
        "kind = tagger, cell = gru, output.kind = crf-bioes",
        probabilities=True,
    ),
    "tagger-jordan": tags("layers = [{ type = dense }], output.recurrent = true"),
    "tagger-jordan-mixed": tags(
        "layers = [{ type = lstm }, { type = dilated-convolution, dilations = [1, 2] }],"
        " output.recurrent = true"
    ),
    "tagger-frames": table_case(
        "input { column = text, kind = words }, target { column = values, kind = frames }",
        "kind = tagger, cell = gru",
    ),
    "next-sets-dilated": next_of(
        "input { column = notes, kind = sets, width = 5 }",
        "layers = [{ type = dense, activation = linear }, { type = dilated-convolution,"
        " filter = 3, dilations = [1, 2], blocks = 2, skip = 6, activation = relu }]",
        probabilities=True,
    ),
    "next-sets-jordan": next_of(
        "input { column = notes, kind = sets, width = 5 }",
        "layers = [{ type = dense }], output.recurrent = true",
        probabilities=True,
    ),
    "next-numbers-difference": next_of(
        "inputs = [{ column = numbers, kind = numbers }, { column = times, kind = time, features ="
        " [hour, weekday, since-previous] }]",
        "cell = lstm",
        ", column = numbers, difference = true",
        kind="whole",
    ),
    "next-frames-jordan": next_of(
        "input { column = values, kind = frames }", "cell = gru, output.recurrent = true"
    ),
    "next-categories-boundaries": next_of(
        "inputs = [{ column = tags, kind = categories }, { column = place, kind = label, missing ="
        " fill }]",
        "cell = gru",
        ", column = tags, boundaries = true",
        probabilities=True,
    ),
    "steps-label": table_case(
        "input.kind = numbers, inputs = [{ column = event, kind = categories }, { column = level },"
        " { column = unit, kind = label }], sequence { by = [machine], order = [time] }, target {"
        " column = state, kind = tags }",
        "kind = tagger, cell = lstm",
        "steps",
        True,
    ),
    "steps-first-state": table_case(
        "input.kind = numbers, inputs = [{ column = event, kind = categories }, { column = level,"
        " into = both }, { column = unit, kind = label, into = first-state }], sequence { by ="
        " [machine], order = [time] }, target { column = state, kind = tags }",
        "kind = tagger, layers = [{ type = lstm }, { type = dense }, { type = gru }]",
        "steps",
        True,
    ),
    "vector-first-state-bidirectional": table_case(
        "input.missing = fill, inputs = [{ column = text, kind = words, characters = true, missing ="
        " refuse, into = both }, { column = place, kind = label, into = first-state, embedding = 2 },"
        " { column = values, kind = frames }, { column = pair, kind = vector, into = first-state }],"
        " target { column = label, kind = label }",
        "kind = sequence-to-vector, layers = [{ type = lstm, bidirectional = true }, { type = rnn }],"
        " encoder.characters { embedding = 3, hidden = 3, max-length = 4 }",
        probabilities=True,
    ),
    "tagger-jordan-first-state": table_case(
        "input.missing = fill, inputs = [{ column = text, kind = words }, { column = place, kind ="
        " label, into = first-state }], target { column = tags, kind = tags }",
        "kind = tagger, cell = lstm, output.recurrent = true",
        probabilities=True,
    ),
    "sequence-first-state": {
        **table_case(
            "input.missing = fill, inputs = [{ column = text, kind = words }, { column = place, kind ="
            " label, into = first-state }], target { column = answer, kind = words }",
            "kind = sequence-to-sequence, cell = gru, bidirectional = true",
        ),
        "sequence": True,
    },
    "sequence-additive": pairs(
        "kind = sequence-to-sequence, cell = lstm, bidirectional = true,"
        " decoder.attention = additive"
    ),
    "sequence-dot": pairs(
        "kind = sequence-to-sequence, cell = gru, layers = 2, decoder.attention = dot"
    ),
    "sequence-none": pairs(
        "kind = sequence-to-sequence, layers = [{ type = rnn, hidden = 4 }, { type = lstm }]",
        "{ column = text, kind = characters, reversed = true }",
        "characters",
    ),
    "sequence-subwords": pairs(
        "kind = sequence-to-sequence, cell = gru }\ncorpus { vocabulary.size = 264",
        "{ column = text, kind = subwords }",
        "subwords",
    ),
    "sequence-convolution": pairs(
        "kind = sequence-to-sequence, layers = [{ type = time-delay, offsets = [-1, 0, 1] },"
        " { type = dilated-convolution, dilations = [1, 2] }], decoder.attention = dot"
    ),
    "vector-to-sequence-both": pairs(
        "kind = vector-to-sequence, cell = lstm, decoder.start = both",
        "{ column = text, kind = bag }",
    ),
    "vector-to-sequence-state": pairs(
        "kind = vector-to-sequence, cell = gru, layers = 2", "{ column = label, kind = label }"
    ),
    "vector-to-sequence-input": pairs(
        "kind = vector-to-sequence, decoder.start = input, layers = [{ type = dense, activation ="
        " linear }, { type = dilated-convolution, dilations = [1, 2], skip = 6 }]",
        "{ column = pair, kind = vector, missing = fill }",
    ),
    "ctc-lstm": pairs("kind = ctc, cell = lstm, bidirectional = true"),
    "ctc-time-delay": pairs(
        "kind = ctc, layers = [{ type = time-delay, offsets = [-1, 0, 1] }], encoder.stride = 2",
        "{ column = long, kind = frames }",
    ),
    "hybrid-time-delay": hybrid(
        "{ column = long, kind = frames }",
        "layers = [{ type = time-delay, offsets = [-2, 0, 1] }, { type = dense }], hmm { states = 3,"
        " silence = 2 }",
    ),
    "hybrid-lstm": hybrid(
        "{ column = text, kind = characters }",
        "cell = lstm, bidirectional = true, hmm { states = 2, silence = 0, acoustic-scale = 0.7,"
        " word-penalty = 0.3, grammar = [\"r|g .* b?\", \"t+ .\", \". .? .?\"] }",
    ),
    "text-dl4j": {
        **text_case("unit = char", DL4J),
        "sequence": True,
    },
    "next-categories-dl4j": next_of(
        "input { column = tags, kind = categories }", DL4J, probabilities=True
    ),
    "tagger-dl4j": short(tags(DL4J)),
    "next-frames-dl4j": next_of("input { column = values, kind = frames }", DL4J),
    "next-sets-dl4j": next_of(
        "input { column = notes, kind = sets, width = 5 }", DL4J, probabilities=True
    ),
    "vector-dl4j-last": labels(DL4J),
    "vector-dl4j-add": short(labels(DL4J)),
    "vector-dl4j-mul": short(labels(DL4J)),
    "vector-dl4j-average": short(labels(DL4J)),
    "vector-dl4j-concat": short(labels(DL4J)),
    "vector-dl4j-graph": labels(DL4J),
    "vector-dl4j-pooling": labels(DL4J),
    "vector-dl4j-functions": labels(DL4J),
    "text-lstm": text_case("unit = char", "cell = lstm, layers = 2"),
    "text-subwords": text_case("unit = subword, vocabulary.size = 270", "cell = gru"),
    "text-subwords-unigram": text_case(
        "unit = subword, document = line, vocabulary.size = 270, tokenizer.kind = unigram",
        "cell = gru",
    ),
    "text-gru-tied": text_case(
        "unit = word, document = line", "cell = gru, embedding = 5, output.tied = true"
    ),
    "text-rnn-adaptive": text_case(
        "unit = word",
        "cell = rnn, hidden = 8, output { kind = adaptive, cutoffs = [3, 6], division = 2 }",
    ),
    "text-gru-sampled": text_case(
        "unit = word", "cell = gru, output { kind = sampled, negatives.count = 4 }"
    ),
    "text-jordan": text_case(
        "unit = char, document = line", "layers = [{ type = dense }], output.recurrent = true"
    ),
    "text-feedforward": text_case(
        "unit = word, document = file",
        "layers = [{ type = time-delay, offsets = [-3, -2, -1, 0], direct-connections = true }]",
    ),
}
