package dev.unfold.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests that saving a model keeps what it cannot replace. */
class SavedModelTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();
  @TempDir private Path folder;

  /** The local file system by the name of one that cannot commit. */
  public static final class Objects extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("objects:///");
    }

    @Override
    public String getScheme() {
      return "objects";
    }
  }

  @Test
  void aFileSystemThatCannotHaveAModelIsRefusedBeforeAnythingIsDeleted() throws IOException {
    SequenceScorerModel model =
        new SequenceScorer()
            .setFeaturesCol("text")
            .setHiddenSize(4)
            .setMaxIter(1)
            .setBatchSize(4)
            .fit(EventRows.lists(SPARK));
    Path old = Files.createDirectories(folder.resolve("model/metadata")).resolve("part-00000");
    Files.writeString(old, "old");
    Configuration hadoop = SPARK.context().hadoopConfiguration();
    hadoop.set("fs.objects.impl", Objects.class.getName());
    try {
      String path = "objects://" + folder.resolve("model");
      assertThatThrownBy(() -> model.write().overwrite().save(path))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("file system objects:// is not known to rename folders safely")
          .hasMessageEndingWith("supported: file, hdfs");
      String other = "objects://" + folder.resolve("new");
      assertThatThrownBy(() -> model.save(other)).isInstanceOf(IOException.class);
      assertThat(folder.resolve("new")).doesNotExist();
    } finally {
      hadoop.unset("fs.objects.impl");
    }
    String present = folder.resolve("model").toString();
    assertThatThrownBy(() -> new SequenceScorerModel().write().overwrite().save(present))
        .isInstanceOf(IllegalStateException.class);
    assertThat(old).hasContent("old");
    model.write().overwrite().save(present);
    assertThat(SequenceScorerModel.load(present).parametersSha256())
        .isEqualTo(model.parametersSha256());
  }
}
