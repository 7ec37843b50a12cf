package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitTransaction;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** An error of a user is one message and an exit code, and leaves no partial files. */
class BadInputTest {
  private static final String TEXT = "the cat sat on the mat\n".repeat(40);

  @TempDir private static Path shared;
  private static Path finished;
  private static String configuration;

  @TempDir private Path folder;

  private record Ended(int exitCode, String error) {}

  @BeforeAll
  static void trainARun() throws IOException {
    Path text = Files.writeString(shared.resolve("text.txt"), TEXT);
    configuration =
        Files.writeString(
                shared.resolve("test.conf"),
                """
                corpus.train = "%s"
                network { hidden = 4, embedding = 3 }
                training { shards = 2, batch = 2, steps = 5, epochs = 1, max-rounds = 2 }
                averaging.interval = 2
                """
                    .formatted(text))
            .toString();
    finished = shared.resolve("run");
    assertThat(train("run.dir=" + finished)).isEqualTo(new Ended(0, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.epochss=1          | unknown key training.epochss; did you mean training.epochs?",
        "training.batch=0            | training.batch: expected 1 to 65536, found 0",
        "run.dir=s3a://bucket/run    | file system s3a:// is not known to rename folders safely, which runs and models need: s3a://bucket/run",
        "corpus.cache=ftp://host/dir | file system ftp:// is not known to rename folders safely, which runs and models need: ftp://host/dir",
        "corpus.train=s3a://bucket/a | cannot list s3a://bucket/a: the library of its file system",
        "run.dir=hdfs:///runs        | hdfs:///runs: expected a host, as in hdfs://HOST:PORT/…",
        "run.dir=/dev/null/run       | run.dir: cannot write file:/dev/null/run: file:/dev/null is a file",
        "run.tensorboard=/dev/null   | run.tensorboard: cannot write file:/dev/null: file:/dev/null is a file",
        "training.parent=/nowhere    | training.parent: expected the folder of a model, found /nowhere",
        "evaluation.metric=accuracy  | evaluation.metric: expected one of the metrics of the task, loss",
      })
  void anInvalidConfiguration(String override, String message) {
    Ended ended = train("run.dir=" + folder.resolve("run"), override);

    assertOneLine(ended, 2, message);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "train, missing.txt, 2, cannot list TEXT: it does not exist",
    "validation, missing.txt, 2, cannot list TEXT: it does not exist",
    "train, empty.txt, 1, all text files are empty: [TEXT]",
    "test, empty.txt, 1, all text files are empty: [TEXT]"
  })
  void missingText(String key, String name, int code, String message) throws IOException {
    Path text = folder.resolve("texts").resolve(name);
    Files.createDirectory(text.getParent());
    if (name.startsWith("empty")) {
      Files.createFile(text);
    }

    Ended ended = train("run.dir=" + folder.resolve("run"), "corpus." + key + "=" + text);

    assertOneLine(ended, code, message.replace("TEXT", text.toString()));
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void textThatIsNotUtf8() throws IOException {
    byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
    bytes[321] = (byte) 0xFF;
    Path text = Files.write(folder.resolve("bad.txt"), bytes);

    Ended ended = train("run.dir=" + folder.resolve("run"), "corpus.train=" + text);

    assertOneLine(ended, 1, "invalid UTF-8 in file:" + text + " at byte 321: 0xFF");
    assertNoTemporaryFiles(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aaaaaaaaaa | a vocabulary of 1 tokens, expected at least 2",
        "abc        | training.shards x training.batch is 4 lanes, expected at least as many targets, found 2",
      })
  void tooLittleText(String content, String message) throws IOException {
    Path text = Files.writeString(folder.resolve("little.txt"), content);

    Ended ended = train("run.dir=" + folder.resolve("run"), "corpus.train=" + text);

    assertOneLine(ended, 1, message);
    assertNoTemporaryFiles(folder);
  }

  @Test
  void aRunAsTheParent() {
    Ended ended = train("run.dir=" + folder.resolve("run"), "training.parent=" + finished);

    assertOneLine(ended, 2, "the directory of a run, whose model is " + finished + "/model");
  }

  @Test
  void aRunOfAnotherConfiguration() throws IOException {
    List<Path> before = files(finished.resolve("checkpoints"));

    Ended ended = train("run.dir=" + finished, "network.hidden=5", "training.seed=2");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.error().lines())
        .containsExactly(
            "unfold: file:"
                + finished
                + " contains a run with a different configuration; choose another run.dir or restore"
                + " the configuration of the run:",
            "unfold:   network.layers[0].hidden: the run has 4, found 5",
            "unfold:   training.seed: the run has 1, found 2");
    assertThat(files(finished.resolve("checkpoints"))).isEqualTo(before);
  }

  @Test
  void aTextThatChangedSinceTheRunBegan() throws IOException {
    Path text = Files.writeString(folder.resolve("other.txt"), TEXT + "more\n");

    Ended ended = train("run.dir=" + finished, "corpus.train=" + text);

    assertOneLine(
        ended, 2, finished + ": the training text changed since the run was started: expected SHA");
    assertThat(train("run.dir=" + finished)).isEqualTo(new Ended(0, ""));
  }

  @Test
  void aRunThatDivergesKeepsItsCheckpointAndMakesNoModel() throws IOException {
    Path run = folder.resolve("run");

    Ended ended =
        train(
            "run.dir=" + run,
            "training.optimizer.kind=sgd",
            "training.optimizer.learning-rate=1e30",
            "training.clip.norm=0");

    assertOneLine(ended, 1, "is not finite, found");
    assertThat(ended.error())
        .startsWith("unfold: round ")
        .contains("try a smaller training.optimizer.learning-rate");
    assertThat(run.resolve("model")).doesNotExist();
    assertThat(run.resolve("checkpoints/000000")).isDirectory();
    assertNoTemporaryFiles(folder);
  }

  @ParameterizedTest
  @CsvSource({"generate", "inspect", "evaluate"})
  void aModelWithAFlippedBit(String command) throws IOException {
    Path weights = copyOfModel().resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 5] ^= 1;
    Files.write(weights, bytes);

    Ended ended = run(modelCommand(command));

    assertOneLine(ended, 1, "model cannot be used: model.safetensors has SHA-256 ");
  }

  @ParameterizedTest
  @CsvSource({"generate", "inspect", "evaluate"})
  void aModelThatIsTorn(String command) throws IOException {
    Path weights = copyOfModel().resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));

    Ended ended = run(modelCommand(command));

    assertOneLine(ended, 1, "model cannot be used: model.safetensors has ");
  }

  @ParameterizedTest
  @CsvSource({"generate", "inspect", "evaluate"})
  void missingModel(String command) {
    Ended ended = run(modelCommand(command));

    assertOneLine(
        ended, 2, "file:" + folder.resolve("model") + " cannot be used: it does not exist");
  }

  @Test
  void aModelOfANewerFormat() throws IOException {
    new CommitTransaction(
            CommitFolder.open(folder.toString(), new Configuration()),
            "model",
            writer -> {
              for (Path file : files(finished.resolve("model"))) {
                String name = file.getFileName().toString();
                if (!name.startsWith("manifest")) {
                  try (OutputStream out = writer.create(name)) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    String newer = text.replaceFirst("(\"formatVersion\" : )\"1", "$1\"3");
                    out.write(newer.getBytes(StandardCharsets.ISO_8859_1));
                  }
                }
              }
            })
        .run();

    Ended ended = run(modelCommand("generate"));

    assertOneLine(
        ended,
        1,
        "model/config.json: expected a model format of major version 1, found version 3.0");
  }

  private Path copyOfModel() throws IOException {
    Path model = Files.createDirectory(folder.resolve("model"));
    for (Path file : files(finished.resolve("model"))) {
      Files.copy(file, model.resolve(file.getFileName()));
    }
    return model;
  }

  private String[] modelCommand(String command) {
    String model = folder.resolve("model").toString();
    return command.equals("evaluate")
        ? new String[] {command, model, "--corpus", shared.resolve("text.txt").toString()}
        : new String[] {command, model};
  }

  private static Ended train(String... overrides) {
    List<String> arguments = new ArrayList<>(List.of("train", configuration));
    for (String override : overrides) {
      arguments.addAll(List.of("--set", override));
    }
    return run(arguments.toArray(String[]::new));
  }

  private static Ended run(String... arguments) {
    StringWriter error = new StringWriter();
    CommandLine command = Unfold.commandLine();
    command.setOut(new PrintWriter(new StringWriter()));
    command.setErr(new PrintWriter(error, true));
    return new Ended(command.execute(arguments), error.toString());
  }

  private static void assertOneLine(Ended ended, int exitCode, String message) {
    assertThat(ended.error().lines()).singleElement().asString().startsWith("unfold: ");
    assertThat(ended.error()).contains(message);
    assertThat(ended.exitCode()).isEqualTo(exitCode);
  }

  private static void assertNoTemporaryFiles(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all)
          .noneMatch(path -> path.getFileName().toString().startsWith("."))
          .noneMatch(path -> path.endsWith("model"));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
