package dev.unfold.worker.sequence.subword;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An object in a {@code tokenizer.json}.
 *
 * @param name where it is in the file, for messages
 * @param values its values by key
 */
record TokenizerPart(String name, Map<?, ?> values) {
  private static final String TYPE = "type";

  /** Returns the whole file. */
  static TokenizerPart root(Object value) throws TokenizerFormatException {
    return of("tokenizer.json", value);
  }

  private static TokenizerPart of(String name, Object value) throws TokenizerFormatException {
    if (value instanceof Map<?, ?> values) {
      return new TokenizerPart(name, values);
    }
    throw new TokenizerFormatException("an object as " + name, value == null ? "none" : "another");
  }

  private String nameOf(String key) {
    return name.equals("tokenizer.json") ? key : name + "." + key;
  }

  /** Returns a value; null if there is none. */
  Object get(String key) {
    return values.get(key);
  }

  /** Returns a part of this part. */
  TokenizerPart part(String key) throws TokenizerFormatException {
    return of(nameOf(key), values.get(key));
  }

  /** Returns a list of parts. */
  List<TokenizerPart> parts(String key) throws TokenizerFormatException {
    if (!(values.get(key) instanceof List<?> list)) {
      throw new TokenizerFormatException("a list as " + nameOf(key), "none");
    }
    List<TokenizerPart> parts = new ArrayList<>();
    for (Object value : list) {
      parts.add(of(nameOf(key) + "[" + parts.size() + "]", value));
    }
    return parts;
  }

  /** Returns a text. */
  String text(String key) throws TokenizerFormatException {
    if (values.get(key) instanceof String text) {
      return text;
    }
    throw new TokenizerFormatException("a text as " + nameOf(key), "none");
  }

  /** Returns the type of this part. */
  String type() throws TokenizerFormatException {
    return text(TYPE);
  }

  /** Returns the type of this part for messages. */
  String described() {
    return values.get(TYPE) instanceof String type ? type : "an object without a type";
  }

  /** Requires that this part has a type. */
  void requireType(String type) throws TokenizerFormatException {
    if (!type().equals(type)) {
      throw new TokenizerFormatException(name + " " + type, type());
    }
  }

  /** Requires that a part of this part is missing, null or an empty text. */
  void requireNone(String key) throws TokenizerFormatException {
    Object value = values.get(key);
    if (value != null && !value.equals("")) {
      String found = value instanceof Map<?, ?> object ? "" + object.get(TYPE) : "" + value;
      throw new TokenizerFormatException("no " + nameOf(key), found);
    }
  }

  /** Requires the value of a flag, which may be left out. */
  void requireFlag(String key, boolean value) throws TokenizerFormatException {
    if (Boolean.valueOf(!value).equals(values.get(key))) {
      throw new TokenizerFormatException(nameOf(key) + " = " + value, "" + !value);
    }
  }
}
