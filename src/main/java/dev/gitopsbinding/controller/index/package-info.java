/** Bindings by what they point at, and the events by which they wake each other. */
package dev.gitopsbinding.controller.index;
