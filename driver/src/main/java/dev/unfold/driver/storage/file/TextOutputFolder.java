package dev.unfold.driver.storage.file;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * A folder of text files that a Spark job writes: UTF-8, with a line feed after each line, never
 * compressed. The committer that Hadoop has for the file system makes the files of finished tasks
 * visible, by renaming them or otherwise, and writes {@code _SUCCESS} when all are.
 */
public final class TextOutputFolder {
  private static final String EXTENSION = "unfold.output.extension";

  private TextOutputFolder() {}

  /**
   * Writes a file {@code part-NNNNN} for each partition.
   *
   * @param lines the lines without line feeds
   * @param folder the folder, which must not exist
   * @param extension the extension of the names, with its dot
   * @param configuration the Hadoop configuration
   */
  public static void write(
      JavaRDD<String> lines, String folder, String extension, Configuration configuration) {
    Configuration job = new Configuration(configuration);
    job.set(EXTENSION, extension);
    job.setBoolean(FileOutputFormat.COMPRESS, false);
    job.setBoolean(FileOutputCommitter.SUCCESSFUL_JOB_OUTPUT_DIR_MARKER, true);
    lines
        .mapToPair(line -> new Tuple2<>(NullWritable.get(), new Text(line)))
        .saveAsNewAPIHadoopFile(folder, NullWritable.class, Text.class, Numbered.class, job);
  }

  /** Names files by the number of their partition. Hadoop instantiates this class by name. */
  public static final class Numbered extends TextOutputFormat<NullWritable, Text> {
    @Override
    public Path getDefaultWorkFile(TaskAttemptContext task, String ignored) throws IOException {
      PathOutputCommitter committer = (PathOutputCommitter) getOutputCommitter(task);
      int partition = task.getTaskAttemptID().getTaskID().getId();
      return new Path(
          committer.getWorkPath(),
          String.format(
              Locale.ROOT, "part-%05d%s", partition, task.getConfiguration().get(EXTENSION)));
    }
  }
}
