package dev.unfold.driver.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invalid configurations are refused with the location, the expected and the found value. */
class InvalidConfigurationTest extends ConfigurationFixture {
  @Test
  void requiredKeysAreRequired() {
    assertRefused("corpus.train = a").withMessage(file() + ": run.dir: required, but not set");
    assertRefused("run.dir = a").withMessage(file() + ": corpus.train: required, but not set");
  }

  @Test
  void anUnknownKeyNamesTheNearest() {
    assertRefused(REQUIRED + "training.optimiser { kind = adam }\ncorpus.trein = b")
        .withMessage(
            """
            %1$s:3: unknown key training.optimiser; did you mean training.optimizer?
            %1$s:4: unknown key corpus.trein; did you mean corpus.train?\
            """
                .formatted(file()));
    assertRefused(REQUIRED + "learning-rate = 1")
        .withMessage(
            file()
                + ":3: unknown key learning-rate; did you mean training.optimizer.learning-rate?");
  }

  @Test
  void aWrongSectionIsLocatedAtItsFirstValueThatIsSet() {
    String subwords = REQUIRED + "corpus {\n  unit = subword\n  tokenizer.file = a.json\n";
    assertRefused(subwords + "  vocabulary.size = 400\n}")
        .withMessage(
            file()
                + ":6: corpus.vocabulary: expected no values where corpus.tokenizer.file has the"
                + " subwords, found size = 400, min-count = 1");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(REQUIRED, "corpus.unit=word", "corpus.tokenizer.file=a.json"))
        .withMessage(
            "--set: corpus.tokenizer: expected no values where tokens are no subwords, found file ="
                + " a.json");
  }

  @Test
  void aDotInsideQuotesIsNotAPath() {
    assertRefused(REQUIRED + "\"training.batch\" = 3")
        .withMessage(file() + ":3: unknown key \"training.batch\"; did you mean training.batch?");
  }

  @Test
  void anUnknownKeyOfTheCommandLineNamesTheNearest() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(REQUIRED, "training.epoch=3"))
        .withMessage("--set: unknown key training.epoch; did you mean training.epochs?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "training.batch = many | training.batch: expected a whole number of 32 bits, found"
            + " \"many\"",
        "training.batch = 2.5 | training.batch: expected a whole number of 32 bits, found 2.5",
        "training.batch = 3000000000 | training.batch: expected a whole number of 32 bits,"
            + " found 3000000000",
        "training.seed = 1e30 | training.seed: expected a whole number of 64 bits, found 1e30",
        "training.batch = [1] | training.batch: expected a whole number of 32 bits, found [1]",
        "training.batch { x = 1 } | training.batch: expected a whole number of 32 bits,"
            + " found a section",
        "training.optimizer = adam | training.optimizer: expected a section,"
            + " as in training.optimizer { … }, found \"adam\"",
        "training.clip.norm = tall | training.clip.norm: expected a number, found \"tall\"",
        "corpus.test = [[1]] | corpus.test: expected a list of texts, found [1]",
        "training.batch = 0 | training.batch: expected 1 to 65536, found 0",
        "network.output.tied = true | network.output.tied: expected false where network.embedding"
            + " differs from the width of the last layer, 256, found true",
        "network.output { kind = adaptive, cutoffs = [20, 10] } | network.output.cutoffs: expected"
            + " at most 16 ascending numbers above 0, found [20, 10]",
        "network.output.cutoffs = [1.5] | network.output.cutoffs: expected a whole number of"
            + " 32 bits, found 1.5",
        "network.output { kind = adaptive, cutoffs = [1, 2, 3], division = 7 } |"
            + " network.output.division: expected a number whose power of 3 is at most"
            + " the width of the last layer, 256, found 7",
        "network.output { kind = sampled, tied = true } | network.output.tied: expected false where"
            + " network.output.kind is not softmax, found true",
        "network.output.kind = crf | network.output.kind: expected softmax for a network that is not"
            + " a tagger, found crf",
        "corpus { format = json, input.column = a, target { column = b, kind = tags } }, network {"
            + " kind = tagger, layers = [{ type = dense }], output { kind = crf-bio, recurrent ="
            + " true } } | network.output.recurrent: expected false for a conditional random field,"
            + " whose tags are predicted together, found true",
        "network.output { kind = sampled, negatives.count = 0 } | network.output.negatives.count:"
            + " expected 1 to 65536, or 0 with network.output.negatives.in-batch = true, found 0",
        "network.output.negatives { count = -1, in-batch = true } | network.output.negatives.count:"
            + " expected 1 to 65536, or 0 with network.output.negatives.in-batch = true, found -1",
        "network.output.negatives.regularization = -1 | network.output.negatives.regularization:"
            + " expected a finite number, at least 0, found -1.0",
        "network.output.negatives = 100 | network.output.negatives: expected a section, as in"
            + " network.output.negatives { … }, found 100",
        "evaluation.metric = recall-at-k | evaluation.top-k: expected at least 1 for"
            + " evaluation.metric = recall-at-k, found 0 (the default)",
        "network.dropout = 1 | network.dropout: expected at least 0 and below 1, found 1.0",
        "network.regularization.input-dropout = -0.5 | network.regularization.input-dropout:"
            + " expected at least 0 and below 1, or -1 for network.dropout, found -0.5",
        "network.regularization.word-dropout = 1 | network.regularization.word-dropout: expected at"
            + " least 0 and below 1, found 1.0",
        "network.regularization.activation = -1 | network.regularization.activation: expected a"
            + " finite number, at least 0, found -1.0",
        "network { layers = [{ type = dense }], regularization.weight-dropout = 0.5 } |"
            + " network.regularization.weight-dropout: expected 0 without recurrent layers, found"
            + " 0.5",
        "network { output { kind = sampled }, regularization.label-smoothing = 0.1 } |"
            + " network.regularization.label-smoothing: expected 0 for another output layer than"
            + " softmax, and for ctc, found 0.1",
        "network.initial-values.embedding = 0 | network.initial-values.embedding: expected a finite"
            + " number above 0, found 0.0",
        "network.initial-values.output = orthogonal | network.initial-values.output: expected"
            + " uniform or glorot, found orthogonal",
        "network { layers = [{ type = dense }], initial-values.recurrent = glorot } |"
            + " network.initial-values.recurrent: expected uniform without recurrent layers, found"
            + " glorot",
        "network { cell = gru, forget-bias = 1 } | network.forget-bias: expected a layer that takes"
            + " the value from here, found only layers of type gru",
        "network { layers = [{ type = lstm }], cell = gru } | network.cell: expected a layer that"
            + " takes the value from here, found only layers of type lstm",
        "network.layers = 65 | network.layers: expected a list of layers, or their number, 1 to 64,"
            + " found 65",
        "network.layers = [] | network.layers: expected 1 to 64, found 0",
        "network.layers = [3] | network.layers[0]: expected a layer, as in { type = lstm }, found"
            + " 3",
        "network.layers = [{ type = gru, forget-bias = 1 }] | network.layers[0]: expected one of"
            + " hidden, bidirectional, residual, second-bias for gru, found the key forget-bias",
        "network.layers = [{ type = lstm, hidden = 0 }] | network.layers[0].hidden: expected 1 to"
            + " 16384, found 0",
        "network { layers = 3, hidden = 0 } | network.hidden: expected 1 to 16384, found 0",
        "network { layers = [{ type = lstm, bidirectional = true }] } | network.kind: expected"
            + " tagger, sequence-to-vector, sequence-to-sequence, ctc or hybrid for layers that"
            + " read later steps, found language-model (the default)",
        "network.kind = transformer | network.kind: expected one of language-model, tagger,"
            + " next-frame, sequence-to-vector, sequence-to-sequence, vector-to-sequence, ctc, hybrid,"
            + " dl4j, found \"transformer\"",
        "network.configuration = a.json | network.configuration: expected nothing for another kind"
            + " of network than dl4j, found \"a.json\"",
        "network.kind = dl4j | network.configuration: expected a file with the configuration of a"
            + " network of dl4j, found  (the default)",
        "network.kind = tagger, corpus { format = json, target { kind = tags, column = b } } |"
            + " corpus.input.column: expected a column of the table, found none"
            + " (the default)",
        "network.kind = sequence-to-vector, corpus { format = json, input.column = a,"
            + " target.kind = label } | corpus.target.column:"
            + " expected a column of the table, or corpus.target.kind = none or next, found none"
            + " (the default)",
        "network.kind = tagger, corpus { format = conll, input { column = 2, kind = bag },"
            + " target { column = 3, kind = tags } } | corpus.input.kind: expected"
            + " words, categories where corpus.format is conll, found bag",
        "network.kind = next-frame, corpus { format = json, input { column = a, kind = frames,"
            + " missing = fill }, target.kind = next } | corpus.input.missing: expected missing ="
            + " refuse for the column whose next value is predicted, found fill",
        "network.kind = next-frame, corpus { format = json, input.column = c, inputs = [{ column ="
            + " a, kind = frames, missing = indicate }, { column = b, kind = frames }], target {"
            + " kind = next, column = a } } | corpus.inputs: expected missing = refuse for the"
            + " column whose next value is predicted, found indicate",
        "network.kind = next-frame, corpus { format = csv, input { column = a, kind = vector },"
            + " target.kind = next } |"
            + " corpus.target.kind: expected none, label, words, characters, subwords, vector"
            + " where corpus.input.kind is a single step, found next",
        "network.kind = tagger, corpus { format = wav, unit = char } | network.kind: expected"
            + " language-model or dl4j where corpus.format is wav, found tagger",
        "corpus.input.kind = sets | corpus.input.width: expected at least 1 for sets, found 0"
            + " (the default)",
        "corpus { format = json, input { column = a, kind = numbers }, target { kind = next, ahead"
            + " = 2 } }, network { kind = next-frame, output.recurrent = true } |"
            + " corpus.target.ahead: expected 1 where network.output.recurrent is true, because the"
            + " target of the step before would not be known yet, found 2",
        "corpus { format = json, input.column = a, target { column = b, kind = label, difference ="
            + " true } }, network.kind = sequence-to-vector | corpus.target.difference: expected"
            + " false unless corpus.target.kind is next, found true",
        "corpus.target { kind = sets, width = -1 } | corpus.target.width: expected at least 1 for"
            + " sets, found -1",
        "corpus.input { kind = label, reversed = true } | corpus.input.reversed: expected false"
            + " where corpus.input.kind is a single step, found true",
        "corpus.input { kind = frames, characters = true } | corpus.input.characters: expected"
            + " false for another kind than words, found true",
        "corpus.sequence.window { length = 3, stride = 4 } | corpus.sequence.window.stride:"
            + " expected 1 to corpus.sequence.window.length, so that each step is in a part; 1"
            + " without windows, found 4",
        "corpus.sequence.by = [a] | corpus.sequence.order: expected at least one column where"
            + " corpus.sequence.by has some, found none (the default)",
        "corpus.inputs = text | corpus.inputs: expected a list of inputs, as in [{ column = text"
            + " }], found \"text\"",
        "corpus.inputs = [text] | corpus.inputs[0]: expected an input, as in { column = text },"
            + " found \"text\"",
        "corpus.inputs = [{ column = a, scale = 2 }] | corpus.inputs[0]: expected one of column,"
            + " kind, width, reversed, normalise, characters, embedding, scaling, missing,"
            + " min-count, size, features, into, audio, found the key scale",
        "corpus.inputs = [{ column = a, audio { rat = 2 } }] | corpus.inputs[0].audio: expected one"
            + " of features, rate, window, shift, taper, pre-emphasis, bands, coefficients, energy,"
            + " deltas, normalization, speaker, stack, skip, augmentation, found the key rat",
        "corpus.inputs = [{ column = a, audio { rate = 20 } }] | corpus.inputs[0].audio.rate:"
            + " expected 1000 to 192000, found 20",
        "corpus.inputs = [{ column = a, audio = mfcc }] | corpus.inputs[0].audio: expected a"
            + " section, as in corpus.inputs[0].audio { … }, found \"mfcc\"",
        "corpus.input.audio { features = mfcc, bands = 10 } | corpus.input.audio.coefficients:"
            + " expected 1 to the number of bands, 10, found 13 (the default)",
        "corpus.input.audio.speaker = who | corpus.input.audio.speaker: expected no column where"
            + " normalization = none, found who",
        "corpus.input.audio.window = 0.05 | corpus.input.audio.window: expected at least 2 samples"
            + " and at most 1000 ms, found 0.05",
        "corpus.input.scaling = minmax | corpus.input.scaling: expected one of standard, robust,"
            + " log1p, found \"minmax\"",
        "corpus.inputs = [{ column = a, min-count = -1 }] | corpus.inputs[0].min-count: expected at"
            + " least 0, found -1",
        "corpus.input.features = [hour, hour] | corpus.input.features: expected at least one"
            + " feature, each once, found [hour, hour]",
        "corpus.input.features = [hour, year] | corpus.input.features: expected one of"
            + " since-previous, since-first, hour, weekday, month, found \"year\"",
        "network.kind = next-frame, corpus { format = json, input { column = a, kind = time },"
            + " target.kind = next } | corpus.input.kind: expected another kind of the column whose"
            + " next value is predicted, found time",
        "corpus.inputs = [{ column = a, size = 1 }] | corpus.inputs[0].size: expected 0 (as the"
            + " corpus) or at least 2, found 1",
        "corpus.input { missing = fill, characters = true } | corpus.input.missing: expected refuse"
            + " where corpus.input.characters = true, found fill",
        "corpus.inputs = [{ column = a, kind = numbers, embedding = 3 }] |"
            + " corpus.inputs[0].embedding: expected 0 to 16384, and 0 for a kind without a"
            + " vocabulary, found 3",
        "corpus.inputs = [{ column = a }, { column = a }] | corpus.inputs: expected each column"
            + " once, found [a, a]",
        "corpus.inputs = [{ column = a, into = first-state }] | corpus.inputs: expected into = steps"
            + " or both for at least one column, found [a]",
        "network { kind = tagger, layers = [{ type = dense }] }, corpus { format = json, inputs = [{"
            + " column = a }, { column = b, kind = label, into = first-state }], target { column = c,"
            + " kind = tags } } | corpus.inputs: expected into = steps in each entry, or a network"
            + " with recurrent layers that is not vector-to-sequence, found into = [steps,"
            + " first-state]",
        "network.kind = tagger, evaluation.top-k = 5, corpus { format = json, input.column = a,"
            + " target { column = b, kind = frames } } | evaluation.top-k: expected 0 unless the"
            + " target is a label, tags, or the next token of a text or of a sequence, found 5",
        "network.kind = tagger, evaluation.positive = yes, corpus { format = json, input.column = a,"
            + " target { column = b, kind = frames } } | evaluation.positive: expected no value"
            + " unless the target has labels or tags, found yes",
        "training.pretrained.frozen = true | training.pretrained.frozen: expected false without"
            + " training.pretrained.file, found true",
        "training.pretrained.file = [a, b] | training.pretrained.file: expected the path of a file,"
            + " or one for each column as in { tokens = vectors.txt }, found [\"a\",\"b\"]",
        "training.pretrained.file = { a = \"\" } | training.pretrained.file: expected the path of a"
            + " file, or one for each column as in { tokens = vectors.txt }, found a section",
        "network.kind = tagger, corpus { format = json, vocabulary.size = 300, input { column = a,"
            + " kind = subwords }, target { column = b, kind = tags } } | corpus.target.kind:"
            + " expected no target for each step of subwords, found tags",
        "network.kind = sequence-to-vector, corpus { format = json, vocabulary.size = 9, input {"
            + " column = a, kind = subwords }, target { column = b, kind = label } } |"
            + " corpus.vocabulary.size: expected at least 258 where subwords are learned, found 9",
        "network.kind = sequence-to-vector, corpus { format = json, input { column = a, kind ="
            + " subwords, size = 100 }, target { column = b, kind = label } } | corpus.input.size:"
            + " expected at least 258 where subwords are learned, found 100",
        "network.kind = sequence-to-vector, corpus { format = json, tokenizer.kind = unigram, input {"
            + " column = a, kind = words }, target { column = b, kind = label } } | corpus.tokenizer:"
            + " expected no values where no column consists of subwords, found kind",
        "network.kind = sequence-to-vector, corpus { format = json, vocabulary.size = 300, inputs ="
            + " [{ column = a, kind = subwords }, { column = c, kind = words }], target { column = b,"
            + " kind = label } } | corpus.inputs: expected no other sequences beside subwords, whose"
            + " steps are their own, found 1",
        "training.class-weights = heavy | training.class-weights: expected none, balanced, or"
            + " weights as in { label = 2, \"other label\" = 0.5 }, found \"heavy\"",
        "training.class-weights = {} | training.class-weights: expected none, balanced, or weights"
            + " as in { label = 2, \"other label\" = 0.5 }, found a section",
        "training.class-weights = { a = 1, b = 0 } | training.class-weights: expected a weight"
            + " above 0 for each label, found 0",
        "training.class-weights = { a.b = 1 } | training.class-weights: expected a weight above 0"
            + " for each label, found a section",
        "training.class-weights = balanced | training.class-weights: expected none for other"
            + " targets than labels or tags, other network.output.kind than softmax, and"
            + " network.kind = dl4j, found balanced",
        "training.class-weights = { a = 2 } | training.class-weights: expected none for other"
            + " targets than labels or tags, other network.output.kind than softmax, and"
            + " network.kind = dl4j, found {a=2.0}",
        "corpus.train = \"\" | corpus.train: expected at least one path, found none",
      })
  void aWrongValueSaysWhereExpectedAndFound(String line, String message) {
    String where = message.endsWith("(the default)") ? "" : file() + ":3: ";
    assertRefused(REQUIRED + line).withMessage(where + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "input.kind = words, target.kind = tags | network { kind = tagger,"
            + " output { kind = adaptive, cutoffs = [2] } }",
        "input.kind = words, target.kind = tags | network { kind = tagger, output.kind = sampled }",
        "input.kind = words, target.kind = tags | network { kind = tagger, output.kind = crf }",
        "input.kind = words, target.kind = words | network.kind = sequence-to-sequence",
        "input.kind = frames, target.kind = vector | network.kind = sequence-to-vector",
        "input.kind = frames, target.kind = next | network.kind = next-frame",
        "input.kind = words, target.kind = label | network { kind = dl4j, configuration = a.json }",
      })
  void weightsOfClassesNeedLabelsAndASoftmax(String corpus, String network) throws IOException {
    String text =
        REQUIRED
            + "corpus { format = json, input.column = a, target.column = b, "
            + corpus
            + " }\n"
            + network;
    assertThat(read(text).training().classWeights()).isEqualTo(ClassWeightSettings.none());
    assertRefused(text + "\ntraining.class-weights = balanced")
        .withMessageContaining(
            "training.class-weights: expected none for other targets than labels or tags, other"
                + " network.output.kind than softmax, and network.kind = dl4j, found balanced");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format = text | network.kind = language-model | corpus.format is text",
        "format = conll, input.column = 1, target { column = 2, kind = tags } | network.kind ="
            + " tagger | corpus.format is conll",
        "format = json, input.column = a, target { column = b, kind = label } | network { kind ="
            + " dl4j, configuration = a.json } | network.kind is dl4j",
      })
  void weightsOfRowsNeedATableWithColumnsAndANetworkOfUnfold(
      String corpus, String network, String where) {
    assertRefused(REQUIRED + "corpus { " + corpus + ", weight.column = w }\n" + network)
        .withMessageContaining(
            "corpus.weight.column: expected no value where " + where + ", found w");
  }

  @Test
  void aDefaultThatIsInvalidIsReportedAsTheDefault() {
    assertRefused(REQUIRED + "training.schedule.kind = cosine")
        .withMessage(
            "training.schedule.updates: expected at least 1 for training.schedule.kind = cosine, found"
                + " 0 (the default)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text | words | none | accuracy | loss, perplexity, bits-per-token, recall-at-k, mrr-at-k,"
            + " ndcg-at-k",
        "json | words | label | perplexity | loss, recall-at-k, mrr-at-k, ndcg-at-k, accuracy, macro-f1, micro-f1, roc-auc,"
            + " average-precision, threshold-precision, threshold-recall",
        "json | words | tags | rse | loss, recall-at-k, mrr-at-k, ndcg-at-k, accuracy, macro-f1, micro-f1, roc-auc,"
            + " average-precision, threshold-precision, threshold-recall, chunk-f1",
        "json | words | words | slot-error-rate | loss, perplexity, bits-per-token, bleu,"
            + " error-rate, sequence-error-rate, exact-match",
        "json | words | characters | bleu | loss, perplexity, bits-per-token, error-rate,"
            + " sequence-error-rate, exact-match",
        "json | frames | vector | accuracy | loss, mean-squared-error, mean-absolute-error,"
            + " root-mean-squared-error, rse, correlation",
        "json | frames | next | chunk-f1 | loss, mean-squared-error, mean-absolute-error,"
            + " root-mean-squared-error, mase, rse, correlation",
      })
  void aMetricThatTheTaskDoesNotHave(
      String format, String input, String target, String metric, String expected) {
    String network =
        switch (target) {
          case "none" -> "language-model";
          case "tags" -> "tagger";
          case "next" -> "next-frame";
          case "words", "characters" -> "sequence-to-sequence";
          default -> "sequence-to-vector";
        };
    String text =
        REQUIRED
            + "corpus { format = %s, input { column = a, kind = %s }, target { column = b, kind = %s } }\n"
                .formatted(format, input, target)
            + "network.kind = %s\nevaluation.metric = ".formatted(network);

    assertRefused(text + metric)
        .withMessage(
            file()
                + ":5: evaluation.metric: expected one of the metrics of the task, "
                + expected
                + ", found "
                + metric);
    for (String one : expected.split(", ", -1)) {
      assertThatNoException()
          .isThrownBy(
              () -> read(text + one + (one.endsWith("-at-k") ? "\nevaluation.top-k = 5" : "")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "csv, tsv | categories, numbers, frames, sets | words, characters, subwords, label, bag, vector, audio",
        "conll | characters, numbers, label, bag, frames, sets, vector | words, categories",
      })
  void aKindOfInputThatAFormatDoesNotSupport(String formats, String kinds, String expected) {
    for (String format : formats.split(", ", -1)) {
      for (String kind : kinds.split(", ", -1)) {
        assertRefused(
                REQUIRED
                    + "corpus { format = %s, input { column = a, width = 3, kind = %s } }\n"
                        .formatted(format, kind)
                    + "corpus.target { column = b, kind = words }\n"
                    + "network.kind = sequence-to-sequence")
            .withMessageContaining(
                "corpus.input.kind: expected "
                    + expected
                    + " where corpus.format is "
                    + format
                    + ", found "
                    + kind);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"csv, frames", "csv, sets", "tsv, frames", "conll, label", "conll, characters"})
  void aKindOfTargetThatAFormatDoesNotSupport(String format, String kind) {
    assertRefused(
            REQUIRED
                + "corpus { format = %s, input { column = a } }\n".formatted(format)
                + "corpus.target { column = b, width = 3, kind = %s }\n".formatted(kind)
                + "network.kind = dl4j, network.configuration = a.json")
        .withMessageContaining("corpus.target.kind: expected ")
        .withMessageContaining(" where corpus.format is " + format + ", found " + kind);
  }

  @Test
  void textThatIsNotHoconSaysWhere() {
    assertRefused("run { dir = r\n\ncorpus = }").withMessageStartingWith(file() + ":3: ");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> reader.read("nowhere.conf", List.of()))
        .withMessage("nowhere.conf: no such configuration file");
  }

  @Test
  void anOverrideWithoutAValueIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(REQUIRED, "training.batch"))
        .withMessage("--set: expected KEY=VALUE, found training.batch");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(REQUIRED, "corpus.train=[a"))
        .withMessageStartingWith("--set: expected KEY=VALUE, found corpus.train=[a: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network.cell = LSTM | network.cell: expected one of TYPES, found \"LSTM\"",
        "network.layers = [{ hidden = 3 }] | network.layers[0]: expected a type, one of TYPES,"
            + " found none",
        "network.layers = [{ type = lstm }, { type = x }] | network.layers[1].type: expected one of"
            + " TYPES, found \"x\""
      })
  void anUnknownTypeOfLayerIsReportedWithAllTypes(String line, String message) {
    String types =
        LayerSettings.types().stream().map(SettingKeys::ofType).collect(Collectors.joining(", "));

    assertRefused(REQUIRED + line).withMessage(file() + ":3: " + message.replace("TYPES", types));
  }
}
