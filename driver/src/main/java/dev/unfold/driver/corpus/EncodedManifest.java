package dev.unfold.driver.corpus;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.unfold.driver.storage.Sha256;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.CorpusSettings.Document;
import dev.unfold.worker.settings.CorpusSettings.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * {@code manifest.json} of an encoded corpus.
 *
 * @param width bytes of an id
 * @param vocabularySize V
 * @param inputs the text files as they were listed
 * @param parts in the order of the stream
 */
record EncodedManifest(
    int formatVersion,
    Unit unit,
    Document document,
    int width,
    int vocabularySize,
    String vocabularySha256,
    List<SourceFile> inputs,
    List<EncodedPart> parts,
    long tokens,
    long documents,
    long emptyDocuments,
    long emptyFiles,
    long unknownTokens) {
  static final String NAME = "manifest.json";
  static final int FORMAT_VERSION = 2;

  /** Of what the hash of the content is made of: it outlives forms of the files. */
  private static final int CONTENT_VERSION = 1;

  private static final JsonMapper JSON = Json.newMapper();

  EncodedManifest {
    inputs = List.copyOf(inputs);
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
    if (tokens != sum(parts, EncodedPart::tokens)) {
      throw new IllegalArgumentException("the parts do not have " + tokens + " tokens");
    }
  }

  static EncodedManifest of(TextSplits splits, Vocabulary vocabulary, List<EncodedPart> parts) {
    return new EncodedManifest(
        FORMAT_VERSION,
        splits.unit(),
        splits.document(),
        EncodingSink.widthOf(vocabulary.size()),
        vocabulary.size(),
        vocabulary.sha256(),
        splits.files(),
        parts,
        sum(parts, EncodedPart::tokens),
        sum(parts, EncodedPart::documents),
        sum(parts, EncodedPart::emptyDocuments),
        sum(parts, EncodedPart::emptyFiles),
        sum(parts, EncodedPart::unknownTokens));
  }

  private static long sum(List<EncodedPart> parts, ToLongFunction<EncodedPart> count) {
    return parts.stream().mapToLong(count).reduce(0, Math::addExact);
  }

  static String encodePart(EncodedPart part) throws IOException {
    return JSON.writeValueAsString(part);
  }

  static EncodedPart decodePart(String json) throws IOException {
    return JSON.readValue(json, EncodedPart.class);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
  }

  /**
   * @param where the file, for messages
   * @throws IOException if it cannot be read or is not a manifest
   */
  static EncodedManifest read(String where, InputStream in) throws IOException {
    return Json.read(where, in, new TypeReference<>() {});
  }

  static String partName(int part) {
    return String.format(Locale.ROOT, "part-%05d.ids", part);
  }

  /** Tokens of the parts up to each, itself included. */
  PartEnds ends() {
    return new PartEnds(parts.stream().mapToLong(EncodedPart::tokens).toArray());
  }

  /** Of the ids and their meaning, wherever they are and whenever the text was written. */
  String contentSha256() {
    StringBuilder content = new StringBuilder();
    content.append(CONTENT_VERSION).append(' ').append(unit).append(' ').append(document);
    content.append(' ').append(width).append(' ').append(vocabularySha256).append('\n');
    for (EncodedPart part : parts) {
      content.append(part.tokens()).append(' ').append(part.sha256()).append('\n');
    }
    return Sha256.of(content.toString());
  }
}
