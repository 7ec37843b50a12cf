package dev.unfold.worker.sequence.subword;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.unfold.worker.json.PlainJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes {@code tokenizer.json}, the file of Hugging Face's {@code tokenizers}, which gives the
 * same ids as Unfold for every text. {@link TokenizerFileReader} reads it.
 */
public final class TokenizerFile {
  /** The name of the file in a folder. */
  public static final String NAME = "tokenizer.json";

  /** The score of a special token, which makes it less probable than its bytes in a text. */
  private static final double SPECIAL = -1e6;

  private final JsonGenerator json;

  private TokenizerFile(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Writes the file and flushes the stream without closing it. Equal subwords have equal bytes.
   *
   * @param special the names of the tokens before the subwords, which no text has
   */
  public static void write(List<String> special, SubwordModel model, OutputStream out)
      throws IOException {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    JsonGenerator json = PlainJson.strictFactory().createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setPrettyPrinter(printer);
    new TokenizerFile(json).write(special, model);
    json.close();
    out.flush();
  }

  private void write(List<String> special, SubwordModel model) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", "1.0");
    json.writeNullField("truncation");
    json.writeNullField("padding");
    json.writeArrayFieldStart("added_tokens");
    json.writeEndArray();
    json.writeNullField("normalizer");
    json.writeObjectFieldStart("pre_tokenizer");
    json.writeStringField("type", "Sequence");
    json.writeArrayFieldStart("pretokenizers");
    json.writeStartObject();
    json.writeStringField("type", "Split");
    json.writeObjectFieldStart("pattern");
    json.writeStringField("String", "\n");
    json.writeEndObject();
    json.writeStringField("behavior", "MergedWithPrevious");
    json.writeBooleanField("invert", false);
    json.writeEndObject();
    json.writeStartObject();
    byteLevel();
    json.writeEndArray();
    json.writeEndObject();
    json.writeNullField("post_processor");
    json.writeObjectFieldStart("decoder");
    byteLevel();
    json.writeObjectFieldStart("model");
    if (model instanceof BytePairModel pairs) {
      write(special, pairs);
    } else if (model instanceof UnigramModel unigrams) {
      write(special, unigrams);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void byteLevel() throws IOException {
    json.writeStringField("type", "ByteLevel");
    json.writeBooleanField("add_prefix_space", false);
    json.writeBooleanField("trim_offsets", true);
    json.writeBooleanField("use_regex", true);
    json.writeEndObject();
  }

  private void write(List<String> special, UnigramModel model) throws IOException {
    json.writeStringField("type", "Unigram");
    json.writeNumberField("unk_id", 0);
    json.writeBooleanField("byte_fallback", false);
    json.writeArrayFieldStart("vocab");
    for (String token : special) {
      write(token, SPECIAL);
    }
    List<String> pieces = model.pieces();
    for (int piece = 0; piece < pieces.size(); piece++) {
      write(pieces.get(piece), model.score(piece));
    }
    json.writeEndArray();
  }

  private void write(String token, double score) throws IOException {
    json.writeStartArray();
    json.writeString(token);
    json.writeNumber(score);
    json.writeEndArray();
  }

  private void write(List<String> special, BytePairModel model) throws IOException {
    json.writeStringField("type", "BPE");
    json.writeNullField("dropout");
    json.writeNullField("unk_token");
    json.writeNullField("continuing_subword_prefix");
    json.writeNullField("end_of_word_suffix");
    json.writeBooleanField("fuse_unk", false);
    json.writeBooleanField("byte_fallback", false);
    json.writeBooleanField("ignore_merges", false);
    json.writeObjectFieldStart("vocab");
    int id = 0;
    for (String token : special) {
      json.writeNumberField(token, id++);
    }
    for (String piece : model.pieces()) {
      json.writeNumberField(piece, id++);
    }
    json.writeEndObject();
    json.writeArrayFieldStart("merges");
    for (BytePairModel.Merge merge : model.merges()) {
      json.writeStartArray();
      json.writeString(merge.left());
      json.writeString(merge.right());
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
