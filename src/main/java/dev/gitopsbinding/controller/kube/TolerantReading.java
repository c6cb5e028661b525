package dev.gitopsbinding.controller.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.RunningStatus;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads null for a spec, a status or a part of a status whose stored form does not fit its type,
 * such as one of another version of the definition. An exception would stop the informer for all
 * bindings.
 */
final class TolerantReading extends BeanDeserializerModifier {
  private static final Logger log = LoggerFactory.getLogger(TolerantReading.class);
  private static final long serialVersionUID = 1L;
  private static final Set<Class<?>> TOLERATED =
      Set.of(
          GitOpsBindingSpec.class,
          GitOpsBindingStatus.class,
          SourceStatus.class,
          ManifestStatus.class,
          RunningStatus.class,
          LastPush.class,
          LandedTag.class,
          BindingCondition.class,
          DeployedTag.class);

  private TolerantReading() {}

  static Module module() {
    return new SimpleModule("tolerant").setDeserializerModifier(new TolerantReading());
  }

  @Override
  public JsonDeserializer<?> modifyDeserializer(
      DeserializationConfig config, BeanDescription type, JsonDeserializer<?> deserializer) {
    boolean tolerated =
        TOLERATED.contains(type.getBeanClass())
            || ToleratedType.class.isAssignableFrom(type.getBeanClass());
    return tolerated ? new Tolerant(deserializer) : deserializer;
  }

  private static final class Tolerant extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    Tolerant(JsonDeserializer<?> strict) {
      super(strict);
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> strict) {
      return new Tolerant(strict);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      try (TokenBuffer value = context.bufferAsCopyOfValue(parser);
          JsonParser again = value.asParserOnFirstToken()) {
        return super.deserialize(again, context);
      } catch (JsonMappingException e) {
        log.debug("A stored {} cannot be read: {}", handledType().getSimpleName(), pathOf(e));
        return null;
      }
    }

    /** Logged instead of the message, which may quote stored values. */
    private static String pathOf(JsonMappingException e) {
      return e.getPath().stream()
          .map(
              at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : "." + at.getFieldName())
          .collect(Collectors.joining());
    }
  }
}
