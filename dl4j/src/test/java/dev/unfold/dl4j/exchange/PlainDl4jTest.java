package dev.unfold.dl4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitTransaction;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.OutputSettings;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM with DL4J on its class path, but not Unfold, opens exported models. */
class PlainDl4jTest {
  private static final Configuration CONFIGURATION = new Configuration();
  private static final String MARK = "output ";

  @TempDir private Path directory;

  @Test
  void plainDl4jGivesTheSameOutputs() throws Exception {
    ExchangeCase exchangeCase =
        ExchangeCase.languageModel(CellKind.LSTM, 2, OutputSettings.softmax());
    String path = directory.resolve("model").toString();
    new CommitTransaction(
            CommitFolder.open(directory.toString(), CONFIGURATION),
            "model",
            files -> ModelFolder.write(files, exchangeCase.model(), Map.of(), Map.of()))
        .run();
    Dl4jExport.write(ModelFolder.open(path, CONFIGURATION), path + ".zip", CONFIGURATION);

    SequenceExamples sequences = new SequenceExamples(exchangeCase.shape(), 6);
    List<String> arguments = new ArrayList<>(List.of(path + ".zip"));
    for (int step = 0; step < sequences.steps(); step++) {
      arguments.add(Integer.toString(sequences.inputs().getInt(0, 0, step)));
    }
    List<String> printed = run(arguments);

    float[][][] outputs = sequences.outputs(exchangeCase.model());
    int next = 0;
    for (float[][] step : outputs) {
      for (float expected : step[0]) {
        String[] actual = printed.get(next++).split(" ", -1);
        assertThat(Double.parseDouble(actual[0])).isCloseTo(expected, within(1e-5));
        assertThat(Double.parseDouble(actual[1])).isCloseTo(expected, within(1e-5));
      }
    }
    assertThat(printed).hasSize(next);
  }

  /** Returns the output of the program. */
  private List<String> run(List<String> arguments)
      throws IOException, InterruptedException, URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", withoutUnfold()));
    URL program = PlainDl4jTest.class.getResource("/dl4j/PlainDl4j.java");
    command.add(Path.of(program.toURI()).toString());
    command.addAll(arguments);
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    List<String> lines = Files.readAllLines(output);
    assertThat(process.exitValue()).as("%s", lines).isZero();
    return lines.stream()
        .filter(line -> line.startsWith(MARK))
        .map(line -> line.substring(MARK.length()))
        .toList();
  }

  /** Returns the jars of this JVM, except those of Unfold. */
  private static String withoutUnfold() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(
            entry ->
                entry.endsWith(".jar")
                    && !Path.of(entry).getFileName().toString().startsWith("unfold"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
