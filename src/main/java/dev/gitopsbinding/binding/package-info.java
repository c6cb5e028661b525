/**
 * {@code Binding}, a spec that was read and found sound; its parser, message template, tag format
 * and image field.
 */
package dev.gitopsbinding.binding;
