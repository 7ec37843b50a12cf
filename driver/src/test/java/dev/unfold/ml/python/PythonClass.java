package dev.unfold.ml.python;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.param.Param;

/** The text of a Python class. */
final class PythonClass {
  private static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();
  private final List<String> defaults = new ArrayList<>();
  private boolean defaultsAreWritten;

  PythonClass(Class<?> type, List<String> bases, String documentation) {
    text.append("class ")
        .append(type.getSimpleName())
        .append('(')
        .append(String.join(", ", bases))
        .append("):\n");
    documentation(documentation, "    ");
  }

  private void documentation(String sentences, String indentation) {
    List<String> lines = wrapped(sentences, WIDTH - indentation.length() - 6);
    text.append(indentation).append("\"\"\"").append(lines.get(0));
    lines.stream().skip(1).forEach(line -> text.append('\n').append(indentation).append(line));
    text.append(lines.size() > 1 ? "\n" + indentation : "").append("\"\"\"\n");
  }

  private static List<String> wrapped(String sentences, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : sentences.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Adds a parameter with its documentation. */
  void param(Param<?> param) {
    String type = Values.typeOf(param);
    text.append("\n    ")
        .append(param.name())
        .append(": Param[")
        .append(type)
        .append("] = Param(\n");
    text.append("        Params._dummy(),\n");
    text.append("        ").append(Values.python(param.name())).append(",\n");
    List<String> lines = wrapped(param.doc(), WIDTH - 14);
    for (int i = 0; i < lines.size(); i++) {
      boolean last = i == lines.size() - 1;
      text.append("        ").append(Values.python(lines.get(i) + (last ? "" : " ")));
      text.append(last ? ",\n" : "\n");
    }
    text.append("        TypeConverters.").append(Values.converterOf(type)).append(",\n    )\n");
  }

  /** Adds the default of a parameter. */
  void defaultValue(String name, Object value) {
    defaults.add("        " + Values.python(name) + ": " + Values.python(value) + ",\n");
  }

  /** Adds a getter, a setter or another method without arguments. */
  void method(Method method, String documentation) {
    writeDefaults();
    String name = method.getName();
    boolean setter = name.startsWith("set");
    String value = setter ? ", value: " + Values.typeOf(method.getParameterTypes()[0]) : "";
    String result = setter ? "" : " -> " + Values.typeOf(method.getReturnType());
    text.append("\n    def ").append(name).append("(self" + value + ")" + result + ":\n");
    documentation(documentation, "        ");
    String param = name.length() > 3 ? lowerCase(name.substring(3)) : name;
    text.append("        return ");
    if (setter) {
      text.append("self._set(").append(param).append("=value)\n");
    } else if (name.startsWith("get")) {
      text.append("self.getOrDefault(self.").append(param).append(")\n");
    } else {
      String call = "self._call_java(\"" + name + "\")";
      String type = Values.typeOf(method.getReturnType());
      boolean copied = type.equals("dict") || type.equals("list");
      text.append(copied ? type + "(" + call + ")" : call).append('\n');
    }
  }

  private static String lowerCase(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private void writeDefaults() {
    if (!defaultsAreWritten && !defaults.isEmpty()) {
      text.append("\n    _defaults = {\n");
      defaults.forEach(text::append);
      text.append("    }\n");
    }
    defaultsAreWritten = true;
  }

  @Override
  public String toString() {
    writeDefaults();
    return text.toString();
  }
}
