// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/dataset.hpp"
#include "data/needs.hpp"

namespace typenet::data {

enum class part { train, validation, test };

/// The part that a picture belongs to, by its class and its file's name alone: no picture changes
/// its part when others come or go. Of ten pictures, about eight are for training, one is for
/// validation and one for the test.
part part_of(const std::string& class_name, const std::string& file_name);

/// Reads a folder with one subfolder for each class, named after it, with PNG or JPEG pictures.
/// Each becomes an image as `fit` makes it, whatever its size. Classes are numbered by name, byte
/// by byte; there may be fewer than the network has. The images of a part are mixed, in an order
/// that depends on the names alone. Files beside the subfolders, and what `entries_of` leaves out,
/// are ignored.
///
/// Where all subfolders are named after parts, they hold the classes' folders: train or training,
/// which must be there and has every class, test or testing, val or validation. The pictures of a
/// part that has no folder come out of those to train on, as above; of validation none do, if the
/// network's needs are none.
///
/// **Errors**: typenet::error, one sentence with the file, the expected and the found: no subfolder
/// or too many, a subfolder without pictures or with anything else, a picture that cannot be read
/// or fitted, a part without a picture, a class without one to train on, a class that is not to be
/// trained on, more than 1,000,000 pictures or 4 GiB of images.
/// **Cost**: the images and one picture at a time are held; a picture of a million pixels takes
/// some 10 ms.
dataset load_class_folders(const std::filesystem::path& folder, const needs& network);

/// The files that it reads, and those for which it refuses the folder.
///
/// **Errors**: typenet::error, a folder that cannot be read.
std::vector<std::filesystem::path> class_folder_files(const std::filesystem::path& folder);

}  // namespace typenet::data
