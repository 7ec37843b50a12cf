package dev.unfold.ml.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.ml.Stages;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Compares the Python classes with the Java classes. */
class PythonStagesTest {
  private static final Path STAGES = Path.of("../python/unfold/ml/stages.py");
  private static final Path WRITTEN = Path.of("target/stages.py");

  @Test
  void pythonHasTheParametersOfTheJavaClasses() throws Exception {
    JavaSources sources = new JavaSources(Path.of("src/main/java"));
    String module = new PythonStages(Stages.all(), sources).module();
    Files.writeString(WRITTEN, module);

    assertThat(Files.exists(STAGES) ? Files.readString(STAGES) : "")
        .as("copy driver/%s to python/unfold/ml/stages.py", WRITTEN)
        .isEqualTo(module);
  }
}
