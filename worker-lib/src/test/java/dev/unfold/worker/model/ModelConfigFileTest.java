package dev.unfold.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.EncoderSettings;
import dev.unfold.worker.settings.NetworkSettings;
import dev.unfold.worker.settings.OutputSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigFileTest {
  static final ModelConfig CONFIG =
      new ModelConfig(
          ModelConfig.CURRENT,
          new NetworkSettings(
              NetworkSettings.Kind.LANGUAGE_MODEL,
              NetworkSettings.CellKind.LSTM,
              2,
              650,
              300,
              0.5,
              EncoderSettings.plain(),
              OutputSettings.softmax()),
          10_000,
          true,
          new ModelConfig.Preprocessing(CorpusSettings.Unit.WORD, CorpusSettings.Document.LINE));

  private static final String JSON =
      """
      {
        "formatVersion" : "1.2",
        "network" : {
          "kind" : "language-model",
          "cell" : "lstm",
          "layers" : 2,
          "hidden" : 650,
          "embedding" : 300,
          "dropout" : 0.5,
          "encoder" : {
            "bidirectional" : false,
            "pooling" : "last",
            "spelling" : {
              "embedding" : 25,
              "hidden" : 25,
              "letters" : 24
            }
          },
          "output" : {
            "kind" : "softmax",
            "cutoffs" : [ ],
            "division" : 1,
            "tied" : false
          }
        },
        "vocabularySize" : 10000,
        "documentBoundary" : true,
        "preprocessing" : {
          "unit" : "word",
          "document" : "line"
        }
      }
      """;

  @Test
  void writesAndReads() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelConfigFile.write(out, CONFIG);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(JSON);
    assertThat(read(JSON)).isEqualTo(CONFIG);
  }

  @Test
  void passesOverWhatANewerMinorVersionAdds() throws IOException {
    String newer = JSON.replace("1.2", "1.7").replace("\"kind\"", "\"new\" : {}, \"kind\"");
    assertThat(read(newer).network()).isEqualTo(CONFIG.network());
    assertThat(read(newer).formatVersion()).isEqualTo(new FormatVersion(1, 7));
  }

  @Test
  void readsVersion10WhichHadNeitherEncoderNorOutput() throws IOException {
    String added = "(?s),\\s*\"encoder\" : .*?\\}\\s*\\},\\s*\"output\" : \\{.*?\\}";
    String older = JSON.replace("1.2", "1.0").replaceFirst(added, "");
    assertThat(older).doesNotContain("encoder", "output");
    assertThat(read(older).network()).isEqualTo(CONFIG.network());
  }

  @Test
  void refusesCutoffsThatTheVocabularyDoesNotReach() {
    String adaptive = JSON.replace("\"softmax\"", "\"adaptive\"").replace("[ ]", "[ 2000, 10000 ]");
    assertThatThrownBy(() -> read(adaptive))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "network.output.cutoffs: expected numbers below the 10000 entries of the vocabulary");
  }

  @Test
  void refusesANewerMajorVersionWhateverElseItHas() {
    assertThatThrownBy(() -> read("{\"formatVersion\" : \"2.0\"}"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "config: expected a model format of major version 1 to 1,"
                + " found version 2.0; it needs another release of Unfold");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"1.2\" | \"1\" | expected a version as major.minor, found \"1\"",
        "\"1.2\" | \"0.9\" | found version 0.9",
        "\"1.2\" | 1.0 | expected an object with formatVersion as text, found NUMBER",
        "650 | 0 | network.hidden: expected 1 to 16384, found 0",
        "650 | 650.5 | network.hidden: Cannot coerce",
        "650 | \"650\" | Cannot coerce",
        "650 | null | Cannot map `null` into type `int`",
        "650 | 65000000000 | out of range of int",
        "0.5 | 1.5 | network.dropout: expected at least 0 and below 1, found 1.5",
        "10000 | 0 | vocabularySize: expected at least 1, found 0",
        "lstm | transformer | network.cell: Cannot deserialize",
        "lstm | LSTM | network.cell: Cannot deserialize",
        "\"line\" | 1 | not allowed to deserialize Enum value out of number",
        "true | 1 | Cannot coerce",
        "vocabularySize | size | vocabularySize: Missing creator property",
        "hidden | layers | Duplicate field 'layers'",
      })
  void refusesWrongValues(String good, String bad, String message) {
    assertThat(JSON).contains(good);
    assertThatThrownBy(() -> read(JSON.replace(good, bad)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("config: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"``", "null", "[]", "{", "{} {}", "{}", "{\"formatVersion\" : \"1.0\"}"})
  void refusesWhatIsNoConfiguration(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("config: ");
  }

  @Test
  void refusesHugeFiles() {
    assertThatThrownBy(() -> read(JSON + " ".repeat(1 << 20)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("config: expected 1048576 bytes at most, found more");
  }

  private static ModelConfig read(String json) throws IOException {
    return ModelConfigFile.read(
        "config", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
