package dev.unfold.driver.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of text that different committers of Hadoop write. */
class TextOutputFolderTest {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(classes = {PathOutputCommitterFactory.class, OtherCommitters.class})
  void anyCommitterOfHadoopWritesAFileForEachPartition(Class<?> committers) throws IOException {
    Configuration configuration = new Configuration(SPARK.context().hadoopConfiguration());
    if (committers == OtherCommitters.class) {
      configuration.set(PathOutputCommitterFactory.COMMITTER_FACTORY_CLASS, committers.getName());
    }
    Path folder = directory.resolve("lines");
    TextOutputFolder.write(
        SPARK.context().parallelize(List.of("a", "é", "c"), 2),
        folder.toString(),
        ".tsv",
        configuration);

    assertThat(folder.resolve("part-00000.tsv")).hasContent("a");
    assertThat(folder.resolve("part-00001.tsv")).hasContent("é\nc");
    assertThat(folder.resolve("_SUCCESS")).exists();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> !file.getFileName().toString().startsWith("."))).hasSize(3);
    }
  }

  /** Committers that are not those of files, as object stores have them. */
  public static final class OtherCommitters extends PathOutputCommitterFactory {
    @Override
    public PathOutputCommitter createOutputCommitter(
        org.apache.hadoop.fs.Path output, TaskAttemptContext task) throws IOException {
      return new OtherCommitter(output, task);
    }
  }

  private static final class OtherCommitter extends PathOutputCommitter {
    private final org.apache.hadoop.fs.Path output;
    private final FileOutputCommitter files;

    OtherCommitter(org.apache.hadoop.fs.Path output, TaskAttemptContext task) throws IOException {
      super(output, task);
      this.output = output;
      files = new FileOutputCommitter(output, task);
    }

    @Override
    public org.apache.hadoop.fs.Path getOutputPath() {
      return output;
    }

    @Override
    public org.apache.hadoop.fs.Path getWorkPath() throws IOException {
      return files.getWorkPath();
    }

    @Override
    public void setupJob(JobContext job) throws IOException {
      files.setupJob(job);
    }

    @Override
    public void commitJob(JobContext job) throws IOException {
      files.commitJob(job);
    }

    @Override
    public void setupTask(TaskAttemptContext task) throws IOException {
      files.setupTask(task);
    }

    @Override
    public boolean needsTaskCommit(TaskAttemptContext task) throws IOException {
      return files.needsTaskCommit(task);
    }

    @Override
    public void commitTask(TaskAttemptContext task) throws IOException {
      files.commitTask(task);
    }

    @Override
    public void abortTask(TaskAttemptContext task) throws IOException {
      files.abortTask(task);
    }
  }
}
