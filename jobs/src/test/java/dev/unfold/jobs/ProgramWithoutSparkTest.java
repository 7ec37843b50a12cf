package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.api.Settings;
import dev.unfold.api.Unfold;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the program of docs/without-spark.md and runs it in a process without Spark. */
class ProgramWithoutSparkTest {
  private static final String NAME = "Tickets";
  private static final int MAX_LINES = 20;
  private static final List<String> LIBRARIES =
      List.of("worker-lib", "jackson-", "commons-math3-", "javacpp-", "openblas-");

  @TempDir private Path folder;

  @Test
  void theProgramRuns() throws Exception {
    DocumentationPage.Block program = block("java");
    assertThat(program.lines()).hasSizeLessThanOrEqualTo(MAX_LINES);
    Path source = Files.writeString(folder.resolve(NAME + ".java"), program.text());
    train();

    List<String> libraries = libraries();
    run("javac", "-cp", String.join(File.pathSeparator, libraries), source.toString());
    libraries.add(folder.toString());
    String classPath = String.join(File.pathSeparator, libraries);
    List<String> printed =
        run("java", "-cp", classPath, NAME, folder.resolve("run/model").toString());

    assertThat(printed).hasSize(5);
    assertThat(printed.get(0)).matches("hardware [01]\\.\\d+");
    assertThat(printed.get(4)).isEqualTo("wrong: billing");
  }

  private void train() throws IOException {
    List<String> rows = new ArrayList<>(List.of("text,label"));
    for (int i = 0; i < 40; i++) {
      rows.add("the printer is on fire,hardware");
      rows.add("my bill is wrong,billing");
    }
    Path table = Files.write(folder.resolve("tickets.csv"), rows);
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      Unfold.on(spark)
          .train(
              Settings.defaults()
                  .withTraining(table.toString())
                  .withRun(folder.resolve("run").toString())
                  .with("corpus.format", "csv")
                  .with("corpus.input", Map.of("column", "text", "kind", "words"))
                  .with("corpus.target", Map.of("column", "label", "kind", "label"))
                  .with(
                      "network",
                      Map.of("kind", "sequence-to-vector", "hidden", 16, "bidirectional", false))
                  .with("training", Map.of("shards", 1, "batch", 8, "epochs", 20)));
    }
  }

  /** Returns the jars that the page names, in place of the whole class path of this test. */
  private static List<String> libraries() {
    List<String> libraries = new ArrayList<>();
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> LIBRARIES.stream().anyMatch(entry::contains))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .forEach(libraries::add);
    return libraries;
  }

  private List<String> run(String tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(arguments));
    Path errors = folder.resolve("errors.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output + Files.readString(errors)).isZero();
    return output.lines().toList();
  }

  @Test
  void theDependencyIsThatOfTheBuild() throws IOException {
    String pom = Files.readString(DocumentationPage.ROOT.resolve("worker-lib/pom.xml"));

    List<String> lines = block("xml").lines();

    assertThat(lines).hasSize(5);
    assertThat(lines.subList(1, 4)).allSatisfy(line -> assertThat(pom).contains(line.strip()));
  }

  private static DocumentationPage.Block block(String language) throws IOException {
    return DocumentationPage.read(Path.of("docs/without-spark.md")).blocks().stream()
        .filter(block -> block.language().equals(language))
        .findFirst()
        .orElseThrow();
  }
}
