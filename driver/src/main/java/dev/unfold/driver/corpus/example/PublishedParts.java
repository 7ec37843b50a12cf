package dev.unfold.driver.corpus.example;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.FileEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import scala.Tuple2;

/** The files that complete a corpus whose parts tasks have written under temporary names. */
final class PublishedParts {
  private PublishedParts() {}

  /**
   * Renames the files of the successful tasks and deletes those of others.
   *
   * @param written for each part the name of its file, and the part as JSON
   */
  static List<EncodedExamplePart> of(CommitFolder folder, List<Tuple2<String, String>> written)
      throws IOException {
    List<EncodedExamplePart> parts = new ArrayList<>();
    for (Tuple2<String, String> part : written) {
      String name = EncodedExampleManifest.partName(parts.size());
      folder.publish(part._1(), name);
      folder.publish(ExamplePartWriter.ends(part._1()), ExamplePartWriter.ends(name));
      parts.add(EncodedExampleManifest.decodePart(part._2()));
    }
    for (FileEntry entry : folder.list()) {
      if (ExamplePartWriter.isTemporary(entry.name())) {
        folder.delete(entry.name());
      }
    }
    return parts;
  }

  /** Writes the schema and the manifest. */
  static void describe(CommitFolder folder, byte[] schema, EncodedExampleManifest manifest)
      throws IOException {
    write(folder, EncodedExampleCorpus.SCHEMA, schema);
    write(folder, EncodedExampleManifest.NAME, manifest.encode());
  }

  private static void write(CommitFolder folder, String name, byte[] content) throws IOException {
    try (OutputStream out = folder.create(name)) {
      out.write(content);
    }
  }
}
