package dev.unfold.driver.corpus.text;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.unfold.driver.corpus.PartIndex;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.VocabularyFile;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * {@code manifest.json} of an encoded corpus.
 *
 * @param sampleRate the number of samples of audio per second; 0 for text
 * @param width the number of bytes of an id
 * @param vocabularySize the size of the vocabulary, V
 * @param inputs the text files as they were listed
 * @param parts the parts in the order of the text
 * @param size the size of the text that was read; none for audio
 */
public record EncodedTextManifest(
    int formatVersion,
    Unit unit,
    Document document,
    int sampleRate,
    int width,
    int vocabularySize,
    String vocabularySha256,
    List<SourceFile> inputs,
    List<EncodedTextPart> parts,
    long tokens,
    long documents,
    long emptyDocuments,
    long emptyFiles,
    long unknownTokens,
    TextSize size) {
  public static final String NAME = "manifest.json";
  static final int FORMAT_VERSION = 4;

  /** The version of the content hash, which is independent of the version of the file format. */
  private static final int CONTENT_VERSION = 1;

  private static final JsonMapper JSON = Json.newMapper();

  public EncodedTextManifest {
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
    if (tokens != sum(parts, EncodedTextPart::tokens)) {
      throw new IllegalArgumentException("the parts do not have " + tokens + " tokens");
    }
  }

  public static EncodedTextManifest of(
      TokenSplits splits, Vocabulary vocabulary, List<EncodedTextPart> parts) {
    return new EncodedTextManifest(
        FORMAT_VERSION,
        splits.unit(),
        splits.document(),
        splits.sampleRate(),
        EncodingSink.widthOf(vocabulary.size()),
        vocabulary.size(),
        VocabularyFile.sha256(vocabulary),
        splits.files(),
        parts,
        sum(parts, EncodedTextPart::tokens),
        sum(parts, EncodedTextPart::documents),
        sum(parts, EncodedTextPart::emptyDocuments),
        sum(parts, EncodedTextPart::emptyFiles),
        sum(parts, EncodedTextPart::unknownTokens),
        parts.stream().map(EncodedTextPart::size).reduce(TextSize.NONE, TextSize::plus));
  }

  private static long sum(List<EncodedTextPart> parts, ToLongFunction<EncodedTextPart> count) {
    return parts.stream().mapToLong(count).reduce(0, Math::addExact);
  }

  static String encodePart(EncodedTextPart part) throws IOException {
    return JSON.writeValueAsString(part);
  }

  static EncodedTextPart decodePart(String json) throws IOException {
    return JSON.readValue(json, EncodedTextPart.class);
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
  }

  /**
   * @param where the file, for messages
   * @throws IOException if it cannot be read or is not a manifest
   */
  static EncodedTextManifest read(String where, InputStream in) throws IOException {
    return Json.read(where, in, new TypeReference<>() {});
  }

  public static String partName(int part) {
    return String.format(Locale.ROOT, "part-%05d.ids", part);
  }

  /** Returns an index of the parts by their numbers of tokens. */
  PartIndex ends() {
    return new PartIndex(parts.stream().mapToLong(EncodedTextPart::tokens).toArray());
  }

  /**
   * Returns the hash of the ids and the vocabulary, which does not depend on paths and modification
   * times.
   */
  String contentSha256() {
    StringBuilder content = new StringBuilder();
    content.append(CONTENT_VERSION).append(' ').append(unit).append(' ').append(document);
    content.append(sampleRate == 0 ? "" : " " + sampleRate);
    content.append(' ').append(width).append(' ').append(vocabularySha256).append('\n');
    for (EncodedTextPart part : parts) {
      content.append(part.tokens()).append(' ').append(part.sha256()).append('\n');
    }
    return Sha256.of(content.toString());
  }
}
