/**
 * The validation rules of the schema, as CEL expressions over {@code self}, each with the message
 * that the user reads. Patterns are in RE2 syntax. The cost of a rule is bounded by the maximum
 * length that its field declares.
 */
@NullMarked
package dev.gitopsbinding.api.v1alpha1.rule;

import org.jspecify.annotations.NullMarked;
