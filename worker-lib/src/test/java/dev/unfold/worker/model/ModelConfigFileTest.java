package dev.unfold.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TimeFeature;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.GruSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LstmSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigFileTest {
  static final ModelConfig CONFIG =
      new ModelConfig(
          ModelConfig.CURRENT,
          new LayeredNetworkSettings(
              LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
              List.of(new LstmSettings(650, false, 0), new GruSettings(640, false)),
              300,
              0.5,
              EncoderSettings.defaults(),
              DecoderSettings.defaults(),
              OutputSettings.softmax()),
          DataShape.forText(10_000),
          new Preprocessing.Text(CorpusSettings.Unit.WORD, CorpusSettings.Document.LINE));

  private static final String JSON =
      """
      {
        "formatVersion" : "1.0",
        "network" : {
          "kind" : "language-model",
          "layers" : [ {
            "type" : "lstm",
            "hidden" : 650,
            "bidirectional" : false,
            "forgetBias" : 0.0,
            "residual" : false,
            "secondBias" : false
          }, {
            "type" : "gru",
            "hidden" : 640,
            "bidirectional" : false,
            "residual" : false,
            "secondBias" : false
          } ],
          "embedding" : 300,
          "dropout" : 0.5,
          "regularization" : {
            "locked" : false,
            "inputDropout" : -1.0,
            "outputDropout" : -1.0,
            "wordDropout" : 0.0,
            "weightDropout" : 0.0,
            "activation" : 0.0,
            "temporalActivation" : 0.0,
            "labelSmoothing" : 0.0
          },
          "initialValues" : {
            "embedding" : 1.0,
            "recurrent" : "uniform",
            "output" : "uniform"
          },
          "encoder" : {
            "pooling" : "last",
            "stride" : 1,
            "characters" : {
              "embedding" : 25,
              "hidden" : 25,
              "maxLength" : 24
            }
          },
          "decoder" : {
            "attention" : "none",
            "start" : "state"
          },
          "output" : {
            "kind" : "softmax",
            "cutoffs" : [ ],
            "division" : 1,
            "tied" : false,
            "recurrent" : false,
            "negatives" : {
              "count" : 2048,
              "proposal" : "log-uniform",
              "inBatch" : false,
              "loss" : "cross-entropy",
              "regularization" : 1.0
            }
          }
        },
        "shape" : {
          "inputs" : [ {
            "kind" : "tokens",
            "size" : 10000,
            "embedding" : 0,
            "into" : "steps"
          } ],
          "alphabet" : 0,
          "target" : "classes",
          "targets" : 10000
        },
        "preprocessing" : {
          "corpus" : "stream",
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
  void ignoresWhatANewerMinorVersionAdds() throws IOException {
    String newer = JSON.replace("\"1.0\"", "\"1.7\"").replace("\"kind\"", "\"new\" : {}, \"kind\"");
    assertThat(read(newer).network()).isEqualTo(CONFIG.network());
    assertThat(read(newer).formatVersion()).isEqualTo(new FormatVersion(1, 7));
  }

  @Test
  void refusesAConfigurationWithoutASetting() {
    String incomplete = JSON.replaceFirst(",\\s*\"recurrent\" : false", "");
    assertThat(incomplete).isNotEqualTo(JSON);
    assertThatThrownBy(() -> read(incomplete)).hasMessageContaining("recurrent");
  }

  @Test
  void keepsHowATableWasRead() throws IOException {
    ModelConfig table =
        new ModelConfig(
            ModelConfig.CURRENT,
            CONFIG.network(),
            new DataShape(InputShape.ofFrames(12), DataShape.Target.CLASSES, 9),
            new Preprocessing.Table(
                CorpusFormat.JSON,
                false,
                List.of(
                    new InputSettings("frames", InputSettings.Kind.FRAMES, 0, false, true, false),
                    new InputSettings(
                        "time",
                        InputSettings.Kind.TIME,
                        0,
                        false,
                        true,
                        false,
                        0,
                        InputSettings.Scaling.LOG1P,
                        InputSettings.Missing.INDICATE,
                        3,
                        7,
                        List.of(TimeFeature.SINCE_FIRST, TimeFeature.HOUR),
                        InputSettings.Into.BOTH,
                        AcousticSettings.unused())),
                SequenceSettings.none(),
                new TargetSettings("speaker", TargetSettings.Kind.LABEL, 0)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelConfigFile.write(out, table);
    String json = out.toString(StandardCharsets.UTF_8);
    assertThat(json).contains("\"since-first\"").contains("\"indicate\"");
    assertThat(read(json)).isEqualTo(table);
  }

  @Test
  void keepsTheRateOfAudio() throws IOException {
    ModelConfig audio =
        new ModelConfig(
            ModelConfig.CURRENT,
            CONFIG.network(),
            DataShape.forText(258),
            new Preprocessing.Audio(CorpusSettings.Document.FILE, 8000));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelConfigFile.write(out, audio);
    String json = out.toString(StandardCharsets.UTF_8);
    assertThat(json).contains("\"corpus\" : \"audio\"");
    assertThat(read(json)).isEqualTo(audio);
    for (String wrong : List.of(json.replace("8000", "0"), json.replace("\"file\"", "\"line\""))) {
      assertThatThrownBy(() -> read(wrong))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("expected audio with documents that are files");
    }
  }

  @Test
  void refusesTablesOfAFormatThatHasNone() {
    TargetSettings target = new TargetSettings("speaker", TargetSettings.Kind.LABEL, 0);
    assertThatThrownBy(
            () ->
                new Preprocessing.Table(
                    CorpusFormat.WAV,
                    true,
                    List.of(InputSettings.forText()),
                    SequenceSettings.none(),
                    target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a format of tables, found WAV");
  }

  @Test
  void refusesCorporaOfAnUnknownKind() {
    assertThatThrownBy(() -> read(JSON.replace("\"stream\"", "\"java.lang.Runtime\"")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("java.lang.Runtime");
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
  void refusesAnotherMajorVersionWhateverElseItHas() {
    assertThatThrownBy(() -> read("{\"formatVersion\" : \"2.0\"}"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "config: expected a model format of major version 1,"
                + " found version 2.0; it needs another release of Unfold");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"1.0\" | \"1\" | expected a version as major.minor, found \"1\"",
        "\"1.0\" | \"0.9\" | found version 0.9",
        "\"1.0\" | 1.0 | expected an object with formatVersion as text, found 1.0",
        "650 | 0 | hidden: expected 1 to 16384, found 0",
        "650 | 650.5 | network.layers[0].hidden: expected a whole number of at most 32 bits, found 650.5",
        "650 | \"650\" | found \"650\"",
        "650 | null | hidden: expected a whole number of at most 32 bits, found null",
        "650 | 65000000000 | of at most 32 bits, found 65000000000",
        "0.5 | 1.5 | network.dropout: expected at least 0 and below 1, found 1.5",
        "\"size\" : 10000 | \"size\" : 0 | size of an input: expected at least 1, found 0",
        "lstm | transformer | network.layers[0]: expected a type, one of rnn, lstm,",
        "lstm | LSTM | found \"LSTM\"",
        "\"line\" | 1 | preprocessing.document: expected one of none, line, file, found 1",
        "\"inputs\" | \"input\" | shape.inputs: expected a value, found no such key",
        "embedding | layers | Duplicate field 'layers'",
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
        .hasMessage("config: expected at most 1048576 bytes, found more");
  }

  private static ModelConfig read(String json) throws IOException {
    return ModelConfigFile.read(
        "config", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
