/** Small immutable values that every other package speaks in. */
package dev.gitopsbinding.model;
