package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the tests of {@code python/unfold} where there is a Python with the packages that they need:
 * that of the environment variable UNFOLD_PYTHON, or {@code python3}.
 */
class PythonTest {
  private static final long MINUTES = 5;

  private static final String PYTHON = System.getenv().getOrDefault("UNFOLD_PYTHON", "python3");

  @ParameterizedTest
  @CsvSource({"test_torch.py, 'torch, numpy, safetensors'", "test_ml.py, 'pyspark, numpy'"})
  void testsInPythonPass(String file, String needed) throws Exception {
    Finished packages = run("-c", "import " + needed);
    assumeTrue(
        packages.exitCode() == 0,
        () -> file + " needs " + needed + " for " + PYTHON + ": " + packages.output());

    Finished tests = run("-m", "unittest", "discover", "-s", "python/tests", "-p", file);

    assertThat(tests.exitCode()).as(tests.output()).isZero();
    assertThat(tests.output()).containsPattern("Ran \\d+ tests").doesNotContain("skipped");
  }

  private record Finished(int exitCode, String output) {}

  private static Finished run(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(PYTHON);
    builder.command().addAll(List.of(arguments));
    builder.directory(DocumentationPage.ROOT.toFile()).redirectErrorStream(true);
    builder.environment().merge("PYTHONPATH", "python", (path, own) -> own + ":" + path);
    builder.environment().put("UNFOLD_CLASS_PATH", System.getProperty("java.class.path"));
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Finished(-1, e.getMessage());
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as(output).isTrue();
    return new Finished(process.exitValue(), output);
  }
}
