package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  @TempDir private static Path shared;
  private static Path stream;

  @TempDir private Path folder;

  @BeforeAll
  static void trainARun() throws IOException {
    Path text = Files.writeString(shared.resolve("text.txt"), "<b>&</b> </script>\n".repeat(60));
    stream = shared.resolve("stream");
    Path conf =
        Files.writeString(
            shared.resolve("stream.conf"),
            """
            corpus { train = "%s", validation = "%s" }
            network { hidden = 4, embedding = 3 }
            training { shards = 1, batch = 2, steps = 10, epochs = 2 }
            run.dir = "%s"
            """
                .formatted(text, text, stream));
    assertThat(EndedCommand.run("train", conf.toString()).exitCode()).isZero();
  }

  @Test
  void trainingWritesAReportIntoTheRun() throws IOException {
    JsonNode data = data(stream.resolve("report.html"));
    assertThat(data.at("/state/run").textValue()).endsWith("/stream");
    assertThat(data.at("/attempts/0/outcome").textValue()).isEqualTo("finished");
    assertThat(data.at("/metrics/rounds/curves/loss/mean")).isNotEmpty();
    double parts = 0;
    for (String part : List.of("compute", "serialize", "schedule", "average")) {
      parts += data.at("/metrics/sums").get("time." + part).doubleValue();
    }
    assertThat(parts)
        .isCloseTo(data.at("/metrics/sums/seconds").doubleValue(), Percentage.withPercentage(10));
    assertThat(data.at("/metrics/epochs/positions")).hasSize(2);
    assertThat(data.at("/samples/1.0").textValue()).hasSize(400);
    assertThat(data.at("/settings").get("training.batch").textValue()).isEqualTo("2");
    assertThat(data.at("/provenance/corpora/train/files/0/path").textValue()).endsWith("/text.txt");
    assertThat(data.at("/parameters").longValue()).isPositive();
  }

  @Test
  void aReportIsWrittenToTheRequestedPathAndReplaced() throws IOException {
    Path file = folder.resolve("other.html");
    Files.writeString(file, "old");
    assertThat(EndedCommand.run("report", stream.toString(), "--output", file.toString()))
        .isEqualTo(new EndedCommand(0, "file:" + file + "\n", ""));
    assertThat(data(file).at("/state/round").intValue()).isPositive();

    Files.writeString(stream.resolve("report.html"), "old");
    assertThat(EndedCommand.run("report", stream + "/"))
        .isEqualTo(new EndedCommand(0, "file:" + stream + "/report.html\n", ""));
    assertThat(data(stream.resolve("report.html")).has("metrics")).isTrue();
    assertThat(folder).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void thereMustBeARunAndAFile() {
    assertThat(EndedCommand.run("report", folder.toString()))
        .isEqualTo(
            new EndedCommand(
                2, "", "unfold: " + folder + ": expected the directory of a run, found none\n"));
    assertThat(EndedCommand.run("report", stream.toString(), "--output", folder + "/").error())
        .isEqualTo("unfold: expected the path of a file, found \"" + folder + "/\"\n");
    assertThat(EndedCommand.run("report", stream.toString(), "--output", "..").error())
        .isEqualTo("unfold: expected the path of a file, found \"..\"\n");
    assertThat(folder).isEmptyDirectory();
  }

  private static JsonNode data(Path report) throws IOException {
    Matcher matcher = DATA.matcher(Files.readString(report));
    assertThat(matcher.find()).isTrue();
    return new ObjectMapper().readTree(matcher.group(1));
  }
}
