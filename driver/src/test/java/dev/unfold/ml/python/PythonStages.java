package dev.unfold.ml.python;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Param;

/**
 * The Python classes of the estimators and models in {@code dev.unfold.ml}: a class for each Java
 * class and for each interface of parameters, with the same parameters, defaults, documentation,
 * getters, setters and statistics.
 */
final class PythonStages {
  private static final String HEADER =
      """
      \"""The estimators and models. Written by a test from the Java classes: do not edit.\"""

      from __future__ import annotations

      from typing import List

      from pyspark.ml.param import Param, Params, TypeConverters

      from .wrapper import JavaSequenceEstimator, JavaSequenceModel
      """;
  private static final Set<String> OF_SPARK =
      Set.of("uid", "fit", "transform", "copy", "write", "read", "load", "transformSchema");
  private static final Set<String> OF_JAVA = Set.of("parameters", "classParameters", "inputNames");

  private final List<PipelineStage> stages;
  private final JavaSources sources;

  /**
   * @param stages an instance of each concrete class
   */
  PythonStages(List<PipelineStage> stages, JavaSources sources) {
    this.stages = stages.stream().sorted(Comparator.comparing(PythonStages::order)).toList();
    this.sources = sources;
  }

  /** Returns a text by which estimators come before models, and both are in alphabetical order. */
  private static String order(PipelineStage stage) {
    return (stage instanceof Estimator<?> ? "1" : "2") + stage.getClass().getSimpleName();
  }

  /** Returns the text of the module. */
  String module() {
    StringBuilder module = new StringBuilder(HEADER);
    Set<Class<?>> types = new LinkedHashSet<>();
    stages.forEach(stage -> collect(stage.getClass(), types));
    types.forEach(type -> module.append("\n\n").append(classOf(type)));
    return module.toString();
  }

  /** Collects a type of Unfold after the types that it extends. */
  private static void collect(Class<?> type, Set<Class<?>> types) {
    if (type != null && type.getPackageName().startsWith("dev.unfold.ml")) {
      Arrays.stream(type.getInterfaces()).forEach(parent -> collect(parent, types));
      collect(type.getSuperclass(), types);
      types.add(type);
    }
  }

  private String classOf(Class<?> type) {
    PipelineStage stage = stages.stream().filter(type::isInstance).findFirst().orElseThrow();
    PythonClass python = new PythonClass(type, bases(type), sources.documentation(type));
    Method[] methods = type.getDeclaredMethods();
    Arrays.sort(methods, Comparator.comparingInt(method -> sources.position(type, method)));
    for (Method method : methods) {
      if (isParam(method) && !isInherited(type, method.getName())) {
        python.param(param(stage, method));
      }
    }
    Arrays.stream(stage.params())
        .filter(param -> isDefaultOf(type, stage, param))
        .filter(stage::hasDefault)
        .forEach(param -> python.defaultValue(param.name(), stage.getDefault(param).get()));
    for (Method method : methods) {
      if (isPublic(method) && !isParam(method)) {
        python.method(method, sources.documentation(type, method));
      }
    }
    return python.toString();
  }

  /** Returns whether a type declares a parameter, or has another default than its ancestors. */
  private boolean isDefaultOf(Class<?> type, PipelineStage stage, Param<?> param) {
    return isInherited(type, param.name())
        ? stage.getClass() == type && differ(stage, stages.get(0), param.name())
        : declares(type, param.name());
  }

  private static boolean differ(PipelineStage stage, PipelineStage other, String param) {
    return other.hasParam(param) && !defaultOf(stage, param).equals(defaultOf(other, param));
  }

  private static Optional<String> defaultOf(PipelineStage stage, String param) {
    return stage.hasDefault(stage.getParam(param))
        ? Optional.of(Values.python(stage.getDefault(stage.getParam(param)).get()))
        : Optional.empty();
  }

  /** Returns whether a type has a parameter from a type that it extends. */
  private static boolean isInherited(Class<?> type, String param) {
    Set<Class<?>> types = new LinkedHashSet<>();
    collect(type, types);
    return types.stream().anyMatch(parent -> parent != type && declares(parent, param));
  }

  private static boolean declares(Class<?> type, String name) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(method -> isParam(method) && method.getName().equals(name));
  }

  private static boolean isPublic(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && !Modifier.isStatic(method.getModifiers())
        && !method.isBridge()
        && !method.isSynthetic()
        && !OF_SPARK.contains(method.getName())
        && !OF_JAVA.contains(method.getName());
  }

  private static boolean isParam(Method method) {
    return isPublic(method)
        && Param.class.isAssignableFrom(method.getReturnType())
        && method.getParameterCount() == 0;
  }

  private static Param<?> param(PipelineStage stage, Method method) {
    return stage.getParam(method.getName());
  }

  private static List<String> bases(Class<?> type) {
    List<String> bases = new ArrayList<>();
    Class<?> parent = type.getSuperclass();
    if (parent != null && parent != Object.class) {
      bases.add(
          parent.getPackageName().startsWith("dev.unfold")
              ? parent.getSimpleName()
              : parent == Estimator.class ? "JavaSequenceEstimator" : "JavaSequenceModel");
    }
    Arrays.stream(type.getInterfaces())
        .filter(interfaceType -> interfaceType.getPackageName().startsWith("dev.unfold"))
        .forEach(interfaceType -> bases.add(interfaceType.getSimpleName()));
    return bases.isEmpty() ? List.of("Params") : bases;
  }
}
