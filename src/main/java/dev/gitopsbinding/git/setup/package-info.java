/**
 * What a first binding needs of git hosts: their keys, and new key pairs. Commands alone use it.
 */
@NullMarked
package dev.gitopsbinding.git.setup;

import org.jspecify.annotations.NullMarked;
