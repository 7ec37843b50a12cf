package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.jobs.process.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is exported to DL4J and imported again, and training continues from it. */
class ExchangeCommandsTest {
  private static final String CONF =
      """
      corpus { train = "%s" }
      network { cell = %s, hidden = 4, embedding = 3 }
      training { shards = 1, batch = 2, steps = 10, epochs = %d, parent = "%s" }
      run.dir = "%s"
      """;

  @TempDir private static Path shared;
  private static Path text;

  @BeforeAll
  static void trainRuns() throws IOException {
    text = Files.writeString(shared.resolve("text.txt"), "to be or not to be\n".repeat(40));
    train("lstm", "lstm", 1, "");
  }

  private static EndedCommand train(String name, String cell, int epochs, String parent)
      throws IOException {
    Path conf =
        Files.writeString(
            shared.resolve(name + ".conf"),
            CONF.formatted(text, cell, epochs, parent, shared.resolve(name)));
    EndedCommand ended = EndedCommand.run("train", conf.toString());
    assertThat(ended.exitCode()).as(ended.error()).isZero();
    return ended;
  }

  @Test
  void aRoundTripCanBeTrainedFurther() throws IOException {
    String model = shared.resolve("lstm/model").toString();
    String zip = shared.resolve("there.zip").toString();
    String back = shared.resolve("models/back").toString();

    EndedCommand exported = EndedCommand.run("export", model, "--format", "dl4j", "--output", zip);
    assertThat(exported.exitCode()).as(exported.error()).isZero();
    assertThat(exported.output())
        .matches("file:" + zip + ": a MultiLayerNetwork with [0-9]+ parameters\n");

    EndedCommand imported = EndedCommand.run("import", zip, "--output", back);
    assertThat(imported.exitCode()).as(imported.error()).isZero();
    assertThat(imported.output())
        .matches("file:" + back + ": a language-model with [0-9]+ parameters\n");
    assertThat(inspect(back).get("parametersSha256"))
        .isEqualTo(inspect(model).get("parametersSha256"));

    train("on", "lstm", 2, back);
    JsonNode on = inspect(shared.resolve("on/model").toString());
    assertThat(on.at("/provenance/parent/0").textValue()).isEqualTo(back);
    assertThat(on.get("parametersSha256")).isNotEqualTo(inspect(back).get("parametersSha256"));
  }

  @Test
  void impossibleRequestsAreRefusedInOneLine() throws IOException {
    train("gru", "gru", 1, "");
    String zip = shared.resolve("gru.zip").toString();
    EndedCommand ended =
        EndedCommand.run(
            "export", shared.resolve("gru/model").toString(), "--format", "dl4j", "--output", zip);
    assertThat(ended.exitCode()).isEqualTo(ExitCode.BAD_USAGE.code());
    assertThat(ended.error().lines())
        .singleElement()
        .asString()
        .contains("gru/model: expected a network of layers that Unfold and DL4J both have")
        .endsWith("found network.layers[0].type = gru");
  }

  @Test
  void aFileThatIsNotAZipIsRefusedInOneLine() throws IOException {
    EndedCommand ended =
        EndedCommand.run("import", text.toString(), "--output", shared.resolve("no").toString());
    assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED.code());
    assertThat(ended.error().lines()).singleElement().asString().contains(text.toString());
    assertThat(shared.resolve("no")).doesNotExist();
  }

  private static JsonNode inspect(String model) throws IOException {
    return new ObjectMapper().readTree(EndedCommand.run("inspect", model).output());
  }
}
