package dev.unfold.driver.corpus.example;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.storage.Sha256;
import dev.unfold.worker.sequence.example.LengthBuckets;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/**
 * {@code manifest.json} of an encoded corpus of examples.
 *
 * @param formSha256 of {@code form.json}
 * @param inputs the files of the table as they were listed
 * @param buckets the shortest first
 * @param parts in the order of the examples
 * @param counts of the rows
 */
record ExampleManifest(
    int formatVersion,
    String formSha256,
    List<SourceFile> inputs,
    List<LengthBuckets.Bucket> buckets,
    List<ExamplePart> parts,
    ExampleCounts counts) {
  static final String NAME = "manifest.json";
  static final int FORMAT_VERSION = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .build();

  ExampleManifest {
    inputs = List.copyOf(inputs);
    buckets = List.copyOf(buckets);
    parts = List.copyOf(parts);
  }

  static ExampleManifest of(
      byte[] form, List<SourceFile> inputs, Census census, List<ExamplePart> parts) {
    return new ExampleManifest(
        FORMAT_VERSION, Sha256.of(form), inputs, census.buckets().all(), parts, census.counts());
  }

  static String encodePart(ExamplePart part) throws IOException {
    return JSON.writeValueAsString(part);
  }

  static ExamplePart decodePart(String json) throws IOException {
    return JSON.readValue(json, ExamplePart.class);
  }

  byte[] encode() throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
  }

  /**
   * @throws IOException if it cannot be read or is not a manifest
   */
  static ExampleManifest read(InputStream in) throws IOException {
    return JSON.readValue(in, ExampleManifest.class);
  }

  static String partName(int part) {
    return String.format(Locale.ROOT, "part-%05d.examples", part);
  }

  /** Of the examples and their meaning, wherever they are and whatever rows they were. */
  String contentSha256() {
    StringBuilder content = new StringBuilder();
    content.append(formatVersion).append(' ').append(formSha256).append(' ').append(buckets);
    for (ExamplePart part : parts) {
      content.append('\n').append(part.examples()).append(' ').append(part.sha256());
    }
    return Sha256.of(content.toString());
  }
}
