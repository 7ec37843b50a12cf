package dev.unfold.dl4j.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.ParserFuzzer;
import dev.unfold.worker.model.ModelFormatException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;

/** Untrusted JSON is either a configuration of DL4J's own classes, or refused. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileConfigurationTest {
  private static final int TIMES = 2_000;
  private static final String WHERE = "network.json";
  private static final String JSON = SavedNetworks.stack(DataType.FLOAT).toJson();
  private static final String LSTM = "\"org.deeplearning4j.nn.conf.layers.LSTM\"";
  private static final String SIGMOID = "\"org.nd4j.linalg.activations.impl.ActivationSigmoid\"";
  private static final String NORMAL =
      "\"org.deeplearning4j.nn.conf.distribution.NormalDistribution\"";

  /** An activation that records that its class was loaded. */
  public static final class Intruder extends ActivationTanH {
    private static final long serialVersionUID = 1L;
    private static final String SEEN = "dev.unfold.test.intruder";

    static {
      System.setProperty(SEEN, "loaded");
    }
  }

  private static final String INTRUDER =
      "\"dev.unfold.dl4j.file.HostileConfigurationTest$Intruder\"";

  static Stream<Arguments> intrusions() {
    return Stream.of(
        Arguments.of("in place of an activation", SIGMOID, INTRUDER),
        Arguments.of("in place of a layer", LSTM, INTRUDER),
        Arguments.of("in place of a distribution", NORMAL, INTRUDER),
        Arguments.of(
            "elsewhere",
            "\"backpropType\"",
            "\"more\": {\"@class\": " + INTRUDER + "}, \"backpropType\""),
        Arguments.of("from the JDK", SIGMOID, "\"javax.swing.JEditorPane\""),
        Arguments.of("as an array", LSTM, "\"[Ljava.lang.Object;\""),
        Arguments.of("of the default package", NORMAL, "\"Intruder\""),
        Arguments.of("generic", LSTM, "\"java.util.ArrayList<java.net.URL>\""),
        Arguments.of(
            "a lambda", LSTM, "\"org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer\""),
        Arguments.of(
            "an attention of SameDiff",
            LSTM,
            "\"org.deeplearning4j.nn.conf.layers.SelfAttentionLayer\""),
        Arguments.of("no text", LSTM, "17"),
        Arguments.of("nothing", LSTM, "null"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("intrusions")
  void onlyClassesOfDl4jAreNamed(String what, String from, String to) {
    assertRefused(JSON.replace(from, to), "a class of DL4J's own configurations");
  }

  @Test
  void aDoubledKeyIsRefused() {
    String doubled = JSON.replace(LSTM, LSTM + ", \"@class\": " + INTRUDER);
    assertRefused(doubled, "Duplicate field '@class'");
  }

  @Test
  void anEscapedKeyIsTheSameKey() {
    String escaped =
        JSON.replace("\"@class\" : " + SIGMOID, "\"\\u0040cl\\u0061ss\" : " + INTRUDER);
    assertRefused(escaped, "a class of DL4J's own configurations");
    assertRefused(
        JSON.replace(
            "\"@class\" : " + LSTM, "\"@class\" : " + LSTM + ", \"\\u0040class\" : " + LSTM),
        "Duplicate field '@class'");
  }

  static Stream<Arguments> sizes() {
    return Stream.of(
        Arguments.of("\"nin\" : 3", "\"nin\" : 2147483648", "below 2^31"),
        Arguments.of("\"nin\" : 3", "\"nin\" : 16777217", "a size of at most 16777216"),
        Arguments.of("\"nin\" : 3", "\"nin\" : -1", "whole numbers, at least 0"),
        Arguments.of("\"nin\" : 3", "\"nin\" : 1e3", "whole numbers"),
        Arguments.of("\"nout\" : 4", "\"nout\" : 16000000", "at most 2 GB"),
        Arguments.of("\"nin\" : 3", "\"nin\" : 16000000, \"nout\" : 9", "Duplicate"),
        Arguments.of(
            "\"tbpttFwdLength\" : 20", "\"tbpttFwdLength\" : 9223372036854775807", "below 2^31"),
        Arguments.of(
            "\"seed\" : 9223372036854775807", "\"seed\" : 9223372036854775808", "below 2^31"),
        Arguments.of(
            "\"nin\" : 3",
            "\"nin\" : 3, \"kernelSize\" : [65536, 65536]",
            "a size of at most 16384"),
        Arguments.of(
            "\"nin\" : 3",
            "\"nin\" : 3, \"inputShape\" : [65536, 65536]",
            "a size of at most 536870912"),
        Arguments.of(
            "\"nin\" : 3",
            "\"nin\" : 3, \"fwd\" : {\"bwd\" : {\"fwd\" : 1}}",
            "a Bidirectional of one direction"));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void sizesAreBounded(String from, String to, String refusal) {
    assertThat(JSON).contains(from);
    assertRefused(JSON.replace(from, to), refusal);
  }

  @Test
  void anArrayHasTheShapeItClaims() {
    String loss = "\"@class\" : \"org.nd4j.linalg.lossfunctions.impl.LossMCXENT\"";
    String weights =
        "\"weights\" : {\"dataType\" : \"FLOAT\", \"shape\" : [1, 1000000], \"data\" : [1.0]}";
    assertThat(JSON).contains(loss);
    assertRefused(JSON.replace(loss, loss + ", " + weights), "1000000 values, as the shape says");
  }

  @Test
  void depthIsBounded() {
    assertRefused(nested(65), "at most 64 levels");
    assertRefused(nested(10_000), "nesting depth");
  }

  private static String nested(int depth) {
    return JSON.replace(
        "\"backpropType\"",
        "\"more\": " + "[".repeat(depth) + "]".repeat(depth) + ", \"backpropType\"");
  }

  @Test
  void whatIsNoConfigurationIsRefused() {
    assertRefused("{}", "neither");
    assertRefused("[]", "a JSON object");
    assertRefused("{\"confs\" : [], \"vertices\" : {}}", "both");
    assertRefused("{\"confs\" : [null]}", "that DL4J can read");
    assertRefused("{\"confs\" : [{\"layer\" : {\"LSTM\" : {}}}]}", "that DL4J can read");
    assertRefused("{\"vertices\" : {\"a\" : {\"LayerVertex\" : {}}}}", "that DL4J can read");
    assertRefused("{\"vertices\" : {\"a\" : null}}", "that DL4J can read");
  }

  @Test
  void damaged() throws IOException {
    attack(JSON, SavedNetworks.graph().toJson());
    attack(SavedNetworks.graph().toJson(), JSON);
  }

  private static void attack(String json, String other) throws IOException {
    new ParserFuzzer(
            json.getBytes(UTF_8), other.getBytes(UTF_8), WHERE, List.of(ModelFormatException.class))
        .run(TIMES, damaged -> Dl4jConfiguration.parse(WHERE, damaged));
  }

  private static void assertRefused(String json, String why) {
    assertThatThrownBy(() -> Dl4jConfiguration.parse(WHERE, json))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(WHERE)
        .hasMessageContaining(why);
    assertThat(System.getProperty(Intruder.SEEN)).isNull();
  }
}
