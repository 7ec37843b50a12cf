package dev.unfold.driver.corpus.example;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.sequence.batch.LengthBuckets;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.settings.corpus.InputColumns;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/**
 * {@code manifest.json} of an encoded corpus of examples.
 *
 * @param schemaSha256 the hash of {@code form.json}
 * @param inputs the files of the table as they were listed
 * @param buckets the buckets, shortest first
 * @param parts the parts in the order of the examples
 * @param counts the counts of the rows
 * @param labels the labels of the targets
 */
record EncodedExampleManifest(
    int formatVersion,
    String schemaSha256,
    List<SourceFile> inputs,
    List<LengthBuckets.Bucket> buckets,
    List<EncodedExamplePart> parts,
    ExampleCounts counts,
    TargetLabels labels) {
  static final String NAME = "manifest.json";
  static final int FORMAT_VERSION = 7;

  /** The version of what the content hash covers, which is part of the identity of runs. */
  private static final int CONTENT_VERSION = 3;

  private static final JsonMapper JSON = Json.newMapper();

  EncodedExampleManifest {
    inputs = List.copyOf(inputs);
    buckets = List.copyOf(buckets);
    parts = List.copyOf(parts);
    if (formatVersion != FORMAT_VERSION || parts.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected parts in format %d, found %d in format %d",
              FORMAT_VERSION,
              parts.size(),
              formatVersion));
    }
    long examples =
        parts.stream().mapToLong(EncodedExamplePart::examples).reduce(0, Math::addExact);
    if (new LengthBuckets(buckets).examples() != examples) {
      throw new IllegalArgumentException("the buckets do not have " + examples + " examples");
    }
  }

  static EncodedExampleManifest of(
      byte[] schemaFile,
      ExampleSchema schema,
      List<SourceFile> inputs,
      InputColumns columns,
      EncodingCounts counts,
      List<EncodedExamplePart> parts) {
    return new EncodedExampleManifest(
        FORMAT_VERSION,
        Sha256.of(schemaFile),
        inputs,
        counts.buckets().all(),
        parts,
        counts.counts(columns),
        counts.labels().labels(schema.target()));
  }

  static String encodePart(EncodedExamplePart part) throws IOException {
    return JSON.writeValueAsString(part);
  }

  static EncodedExamplePart decodePart(String json) throws IOException {
    return JSON.readValue(json, EncodedExamplePart.class);
  }

  byte[] encode() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  /**
   * @param where the file, for messages
   * @throws IOException if it cannot be read or is not a manifest
   */
  static EncodedExampleManifest read(String where, InputStream in) throws IOException {
    return Json.read(where, in, new TypeReference<>() {});
  }

  static String partName(int part) {
    return String.format(Locale.ROOT, "part-%05d.examples", part);
  }

  /**
   * Returns the hash of the examples and their schema, which does not depend on paths and row
   * numbers.
   */
  String contentSha256() {
    StringBuilder content = new StringBuilder();
    content.append(CONTENT_VERSION).append(' ').append(schemaSha256).append(' ').append(buckets);
    for (EncodedExamplePart part : parts) {
      content.append('\n').append(part.examples()).append(' ').append(part.sha256());
    }
    for (String label : labels.unseen()) {
      content.append('\n').append(label.length()).append(' ').append(label);
    }
    return Sha256.of(content.toString());
  }
}
