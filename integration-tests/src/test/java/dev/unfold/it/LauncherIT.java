package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests {@code scripts/unfold} of a checkout that another user built, from any directory. */
class LauncherIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String[] NOBODY = {
    "setpriv", "--reuid=54321", "--regid=54321", "--clear-groups"
  };

  @TempDir private Path folder;
  private Path checkout;
  private Path conf;
  private int programs;

  /** A checkout with links to the build results, in a folder whose name must be quoted. */
  @BeforeEach
  void linkCheckout() throws IOException {
    checkout = Files.createDirectories(folder.resolve("it's a \"new\" 100% folder, $HOME"));
    for (String part : List.of("scripts", "conf")) {
      String from = ClusterOnThisMachine.home().resolve(part).toString();
      assertThat(run(List.of("cp", "-R"), from, checkout.toString()).exitCode()).isZero();
    }
    Path built = ClusterOnThisMachine.home().resolve("jobs/target");
    Path target = Files.createDirectories(checkout.resolve("jobs/target"));
    for (String part : List.of("unfold.jar", "lib.classpath", "lib")) {
      Files.createSymbolicLink(target.resolve(part), built.resolve(part));
    }
    conf = folder.resolve("a.conf");
    Files.writeString(conf, "corpus.train = a.txt\nrun.dir = r\n");
  }

  @Test
  void aLinkToTheLauncherIsEnoughAndNothingIsWrittenWhereItIsStarted() throws IOException {
    Path link = folder.resolve("unfold");
    Files.createSymbolicLink(link, checkout.resolve("scripts/unfold"));
    Path empty = Files.createDirectory(folder.resolve("empty"));

    ClusterProgram.Finished finished =
        run(
            List.of(
                "env",
                "-u",
                "HOME",
                "TMPDIR=/none",
                "sh",
                "-c",
                "cd \"$1\" && \"$2\" settings \"$3\""),
            "sh",
            empty.toString(),
            link.toString(),
            conf.toString());

    assertThat(finished.exitCode()).as(finished.output()).isZero();
    assertThat(finished.output()).startsWith("receptive field of the ").contains("\"train\"");
    try (Stream<Path> files = Files.list(empty)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void theJvmCanBeRecorded() {
    Path recording = folder.resolve("recording.jfr");
    String option = "-XX:StartFlightRecording=filename=" + recording;
    try (LocalUnfold unfold = new LocalUnfold(folder, System.getProperty("user.name"), option)) {
      ClusterProgram.Finished finished = unfold.run("settings", conf.toString());

      assertThat(finished.exitCode()).as(finished.output()).isZero();
      assertThat(recording).isNotEmptyFile();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UNFOLD_MEMORY=much|UNFOLD_MEMORY: expected a size such as 512m or 4g, found 'much'",
        "UNFOLD_MEMORY=0g|UNFOLD_MEMORY: expected a size such as 512m or 4g, found '0g'",
        "UNFOLD_MEMORY=64m|UNFOLD_MEMORY: expected at least 512m, found 64m",
        "UNFOLD_MEMORY=999999g|of this machine, found 999999g",
        "UNFOLD_CORES=0|UNFOLD_CORES: expected a whole number from 1 to 9999, found '0'",
        "UNFOLD_CORES=two|UNFOLD_CORES: expected a whole number from 1 to 9999, found 'two'",
        "HADOOP_CONF_DIR=/none|expected folders, found /none",
        "JAVA_HOME=/none|JAVA_HOME: expected a JDK 17, found no bin/java in /none",
      })
  void faultsOfTheEnvironmentAreReportedInOneLine(String variable, String message) {
    ClusterProgram.Finished refused = unfold(List.of("env", variable), "settings", conf.toString());

    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(2);
    assertThat(refused.output().lines()).singleElement().asString().contains(message);
  }

  /** Replaces spark-submit by a program with the output of YARN, which itself takes a minute. */
  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED, echo 0, 0, 0",
    "SUCCEEDED, echo 3, 0, 3",
    "SUCCEEDED, echo 4, 0, 4",
    "SUCCEEDED, echo 5, 0, 5",
    "SUCCEEDED, exit 1, 0, 0",
    "FAILED, echo 6, 1, 6",
    "FAILED, exit 1, 1, 1",
    "KILLED, echo 0, 1, 1",
  })
  void aDriverInTheClusterLeavesItsExitCodeForTheLauncher(
      String status, String left, int ofSubmit, int expected) throws IOException {
    Path submit = Files.createDirectories(folder.resolve("spark/bin")).resolve("spark-submit");
    Files.writeString(
        submit,
        """
        #!/bin/sh
        case "$*" in *' exit-code '*) %s; exit ;; esac
        echo '@application Submitting application application_1_1' >&2
        echo '@application final status: %s' >&2
        exit %d
        """
            .formatted(left, status, ofSubmit));
    assertThat(submit.toFile().setExecutable(true)).isTrue();

    ClusterProgram.Finished finished =
        unfold(
            List.of("env", "SPARK_HOME=" + folder.resolve("spark")),
            "--master",
            "yarn",
            "--deploy-mode",
            "cluster",
            "inspect",
            "run");

    assertThat(finished.exitCode()).as(finished.output()).isEqualTo(expected);
    assertThat(finished.messages())
        .last()
        .asString()
        .endsWith("ended as " + status + "; exit code " + expected);
  }

  /**
   * Checks that every slow command announces its start at once on stderr. What it then does is not
   * waited for.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "generate none|unfold: starting generate, with ",
        "export none --format dl4j --output out.zip|unfold: starting export, with ",
        "import none --output out|unfold: starting import, with ",
        "report none|unfold: starting report, with ",
        "bench step|unfold: starting bench step, with ",
        "bench round --rounds 0|unfold: starting Spark in local mode ",
        "evaluate none --corpus none|unfold: starting Spark in local mode ",
      })
  void aCommandThatTakesLongerSaysThatItStarts(String line, String message) {
    ClusterProgram program = startUnfold(List.of("env"), line.split(" ", -1));

    program.awaitCondition(() -> program.output().contains("\n"), Duration.ofMillis(10), LIMIT);
    program.process().destroyForcibly().onExit().join();
    assertThat(program.output()).startsWith(message);
  }

  @Test
  void anotherUserThanTheBuilderIsServedFromAFolderThatIsNotItsOwn() throws IOException {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    run(List.of("chmod", "-R", "a+rX"), folder.toString());
    try (Stream<Path> jars = Files.list(checkout.resolve("jobs/target/lib"))) {
      assumeThat(jars).as("the jars are the build's own").noneMatch(Files::isSymbolicLink);
    }

    List<String> nobody = new ArrayList<>(List.of("env", "-u", "HOME", "-u", "HADOOP_USER_NAME"));
    nobody.addAll(Arrays.asList(NOBODY));
    ClusterProgram.Finished finished = unfold(nobody, "settings", conf.toString());
    ClusterProgram.Finished missing = unfold(nobody, "inspect", folder.resolve("none").toString());

    assertThat(finished.exitCode()).as(finished.output()).isZero();
    assertThat(missing.output()).startsWith("unfold: ").doesNotContain("\tat ");
  }

  @Test
  void aBuildThatFailsLeavesNoJarAndNoLock() throws IOException {
    Files.delete(checkout.resolve("jobs/target/lib.classpath"));
    Path maven = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\nexit 1\n");
    maven.toFile().setExecutable(true);

    ClusterProgram.Finished failed =
        unfold(
            List.of("env", "PATH=" + maven.getParent() + ":" + System.getenv("PATH")), "--version");

    assertThat(failed.exitCode()).as(failed.output()).isEqualTo(1);
    assertThat(failed.messages()).last().asString().contains("the build failed");
    assertThat(checkout.resolve("jobs/target/unfold.jar")).doesNotExist();
    assertThat(Files.isSymbolicLink(checkout.resolve("target/build.lock"))).isFalse();
  }

  @Test
  void ofTwoFirstStartsOneBuilds() throws IOException {
    Files.delete(checkout.resolve("jobs/target/lib.classpath"));
    Path built = ClusterOnThisMachine.home().resolve("jobs/target/lib.classpath");
    Path builds = folder.resolve("builds");
    Path maven = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
    Files.writeString(
        maven,
        "#!/bin/sh\necho built >>'%s'\nsleep 2\ncp '%s' jobs/target/lib.classpath\n"
            .formatted(builds, built));
    maven.toFile().setExecutable(true);
    List<String> path = List.of("env", "PATH=" + maven.getParent() + ":" + System.getenv("PATH"));

    ClusterProgram first = start(path, checkout.resolve("scripts/unfold").toString(), "--version");
    ClusterProgram second = start(path, checkout.resolve("scripts/unfold").toString(), "--version");

    assertThat(first.await(LIMIT).exitCode()).isZero();
    assertThat(second.await(LIMIT).exitCode()).isZero();
    assertThat(Files.readAllLines(builds)).containsExactly("built");
  }

  /** The first program that the launcher calls ends the build of another process. */
  @Test
  void aBuildThatEndsBeforeTheLockIsTakenIsNotRepeated() throws IOException {
    Path missing = checkout.resolve("jobs/target/lib.classpath");
    Files.delete(missing);
    Path built = ClusterOnThisMachine.home().resolve("jobs/target/lib.classpath");
    Path builds = folder.resolve("builds");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.writeString(bin.resolve("mvn"), "#!/bin/sh\necho built >>'%s'\n".formatted(builds));
    Files.writeString(
        bin.resolve("mkdir"),
        "#!/bin/sh\ncp '%s' jobs/target/lib.classpath\nexec %s \"$@\"\n".formatted(built, mkdir()));
    for (String program : List.of("mvn", "mkdir")) {
      assertThat(bin.resolve(program).toFile().setExecutable(true)).isTrue();
    }
    String path = "PATH=" + bin + ":" + System.getenv("PATH");
    String launcher = checkout.resolve("scripts/unfold").toString();

    ClusterProgram.Finished finished =
        run(List.of("env", "-C", checkout.toString(), path), launcher, "--version");

    assertThat(finished.exitCode()).as(finished.output()).isZero();
    assertThat(missing).exists();
    assertThat(builds).doesNotExist();
    assertThat(Files.isSymbolicLink(checkout.resolve("target/build.lock"))).isFalse();
  }

  private static Path mkdir() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "mkdir"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private ClusterProgram.Finished unfold(List<String> before, String... arguments) {
    return startUnfold(before, arguments).await(LIMIT);
  }

  private ClusterProgram startUnfold(List<String> before, String... arguments) {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("scripts/unfold").toString()));
    command.addAll(List.of(arguments));
    return start(before, command.toArray(String[]::new));
  }

  private ClusterProgram.Finished run(List<String> before, String... command) {
    return start(before, command).await(LIMIT);
  }

  private ClusterProgram start(List<String> before, String... command) {
    List<String> all = new ArrayList<>(before);
    all.addAll(List.of(command));
    Path output = folder.resolve("program-" + programs++ + ".log");
    return ClusterProgram.start(output, Map.of("SPARK_HOME", "", "UNFOLD_CORES", "1"), all);
  }
}
