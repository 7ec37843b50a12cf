package dev.unfold.driver.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All independent faults of a configuration are reported together, each with its location. */
class AllFaultsTest {
  private static final String REQUIRED = "corpus.train = a.txt\nrun.dir = r\n";

  private final SettingsReader reader = new SettingsReader(Map.of(), Configuration::new);

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            "unknown keys, wrong types, ranges and what does not go together",
            """
            run.dirr = r
            network { cell = LSTM, hidden = 0, layers = many, dropout = 2 }
            training {
              batch = 0
              epochs = 0
              optimizer { kind = adam, beta1 = 1, beta2 = -1 }
              schedule { kind = plateau, factor = 3 }
            }
            corpus { format = csv, input { column = a, kind = frames }, target.kind = label }
            averaging = 5
            """,
            List.of(
                "c:1: unknown key run.dirr; did you mean run.dir?",
                "c:2: network.cell: expected one of rnn, lstm, gru, dense, layer-normalization,"
                    + " time-delay, dilated-convolution,"
                    + " found \"LSTM\"",
                "c:2: network.dropout: expected at least 0 and below 1, found 2.0",
                "c:2: network.hidden: expected 1 to 16384, found 0",
                "c:2: network.layers: expected a list of layers, or their number, 1 to 64,"
                    + " found \"many\"",
                "c:4: training.batch: expected 1 to 65536, found 0",
                "c:5: training.epochs: expected at least 1, found 0",
                "c:6: training.optimizer.beta1: expected at least 0 and below 1, found 1.0",
                "c:6: training.optimizer.beta2: expected at least 0 and below 1, found -1.0",
                "c:7: training.schedule.factor: expected above 0 and at most 1, found 3.0",
                "c:7: training.schedule.kind: expected another kind than plateau without"
                    + " corpus.validation, found plateau",
                "c:9: corpus.input.kind: expected words, characters, subwords, label, bag, vector, audio"
                    + " where corpus.format is csv, found frames",
                "c:10: averaging: expected a section, as in averaging { … }, found 5",
                "c: corpus.train: required, but not set",
                "corpus.target.column: expected a column of the table, or corpus.target.kind = none"
                    + " or next, found none (the default)",
                "network.kind: expected another kind than language-model where corpus.format is a"
                    + " table, found language-model (the default)")),
        Arguments.of(
            "a key that is misspelt has no consequences",
            REQUIRED + "corpus { fromat = json, input.column = a }\nnetwork.kind = tagger",
            List.of("c:3: unknown key corpus.fromat; did you mean corpus.format?")),
        Arguments.of(
            "a value that is wrong has no consequences",
            REQUIRED + "network.kind = Tagger\ncorpus { format = json, input.column = a }",
            List.of(
                "c:3: network.kind: expected one of language-model, tagger, next-frame,"
                    + " sequence-to-vector, sequence-to-sequence, vector-to-sequence, ctc, hybrid, dl4j, found"
                    + " \"Tagger\"")),
        Arguments.of(
            "a wrong entry of the inputs has no consequences",
            REQUIRED
                + """
                corpus {
                  format = csv
                  inputs = [{ column = a, kind = categoriess }, { column = b, kind = numbers }]
                  sequence.order = [t]
                  target { column = a, kind = next, boundaries = true }
                }
                network.kind = next-frame
                evaluation.metric = perplexity
                """,
            List.of(
                "c:5: corpus.inputs[0].kind: expected one of words, characters, subwords, categories, numbers,"
                    + " label, bag, frames, sets, vector, time, audio, found \"categoriess\"")),
        Arguments.of(
            "two values that do not go together, and a third",
            REQUIRED
                + """
                corpus { format = json, input.column = a, target { column = b, kind = label } }
                network { kind = language-model, output.tied = true }
                """,
            List.of(
                "c:4: network.output.tied: expected false where network.embedding differs from the"
                    + " width of the last layer, 256, found true",
                "c:4: network.kind: expected another kind than language-model where corpus.format"
                    + " is a table, found language-model")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void areReportedTogether(String name, String text, List<String> messages) {
    assertThat(refused(text)).containsExactlyInAnyOrderElementsOf(messages);
  }

  @Test
  void areInTheOrderOfTheirLocations() {
    assertThat(refused(REQUIRED + "training.steps = 0\nnetwork.layers = 0\ntrainin.batch = 1"))
        .extracting(line -> line.substring(0, 4))
        .containsExactly("c:3:", "c:4:", "c:5:");
  }

  private List<String> refused(String text) {
    Throwable refused = catchThrowable(() -> reader.readText(text, "c"));
    assertThat(refused).isInstanceOf(ConfigurationException.class);
    return refused.getMessage().lines().toList();
  }
}
