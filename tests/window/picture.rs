//! Pictures of the window without a graphics card: egui's triangles filled on the processor.
//!
//! The textures are kept as the harness hands them on; a frame's shapes are tessellated by egui itself, and each triangle is
//! filled with its interpolated colour times the texture's, in gamma space, as egui's own shaders do it.

use egui::{Color32, ColorImage, TextureId, TexturesDelta, epaint::ImageDelta};
use egui_kittest::TestRenderer;
use image::RgbaImage;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

/// Textures by id, shared between the harness and the painter.
#[derive(Clone, Default)]
pub struct Textures(Arc<Mutex<HashMap<TextureId, ColorImage>>>);

impl TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut textures = self.0.lock().unwrap();
        for (id, deltas) in &delta.set {
            for ImageDelta { image, pos, .. } in deltas.iter() {
                let egui::ImageData::Color(image) = image;
                match (pos, textures.get_mut(id)) {
                    (Some([x, y]), Some(whole)) => {
                        for (row, line) in image.pixels.chunks(image.size[0]).enumerate() {
                            let at = (y + row) * whole.size[0] + x;
                            whole.pixels[at..at + line.len()].copy_from_slice(line);
                        }
                    }
                    _ => _ = textures.insert(*id, (**image).clone()),
                }
            }
        }
        delta.clear();
    }
}

impl Textures {
    /// Fills one frame.
    pub fn picture(&self, ctx: &egui::Context, output: &egui::FullOutput, ground: Color32) -> RgbaImage {
        let scale = output.pixels_per_point;
        let size = ctx.content_rect().size() * scale;
        let (width, height) = (size.x.round() as usize, size.y.round() as usize);
        let mut pixels = vec![ground.to_array().map(f32::from); width * height];
        let textures = self.0.lock().unwrap();
        for primitive in ctx.tessellate(output.shapes.clone(), scale) {
            let egui::epaint::Primitive::Mesh(mesh) = &primitive.primitive else { continue };
            let Some(texture) = textures.get(&mesh.texture_id) else { continue };
            let clip = primitive.clip_rect;
            let (x0, x1) = (edge(clip.left() * scale, width), edge(clip.right() * scale, width));
            let (y0, y1) = (edge(clip.top() * scale, height), edge(clip.bottom() * scale, height));
            for corner in mesh.indices.chunks(3) {
                let [a, b, c] = [corner[0], corner[1], corner[2]].map(|i| &mesh.vertices[i as usize]);
                let [pa, pb, pc] = [a, b, c].map(|v| (v.pos.x * scale, v.pos.y * scale));
                let area = (pb.0 - pa.0) * (pc.1 - pa.1) - (pb.1 - pa.1) * (pc.0 - pa.0);
                if area == 0.0 {
                    continue;
                }
                let low = |f: fn(&(f32, f32)) -> f32| [pa, pb, pc].iter().map(f).fold(f32::INFINITY, f32::min);
                let high = |f: fn(&(f32, f32)) -> f32| [pa, pb, pc].iter().map(f).fold(f32::NEG_INFINITY, f32::max);
                for y in edge(low(|p| p.1), height).max(y0)..(edge(high(|p| p.1), height) + 1).min(y1) {
                    for x in edge(low(|p| p.0), width).max(x0)..(edge(high(|p| p.0), width) + 1).min(x1) {
                        let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
                        let u = ((pc.0 - pb.0) * (py - pb.1) - (pc.1 - pb.1) * (px - pb.0)) / area;
                        let v = ((pa.0 - pc.0) * (py - pc.1) - (pa.1 - pc.1) * (px - pc.0)) / area;
                        let w = 1.0 - u - v;
                        if u < 0.0 || v < 0.0 || w < 0.0 {
                            continue;
                        }
                        let at = |f: fn(&egui::epaint::Vertex) -> f32| f(a) * u + f(b) * v + f(c) * w;
                        let texel = sample(texture, at(|v| v.uv.x), at(|v| v.uv.y));
                        let [ca, cb, cc] = [a, b, c].map(|v| v.color.to_array().map(f32::from));
                        let under = &mut pixels[y * width + x];
                        let mut color = [0.0; 4];
                        for (i, out) in color.iter_mut().enumerate() {
                            *out = (ca[i] * u + cb[i] * v + cc[i] * w) * texel[i] / 255.0;
                        }
                        for (i, out) in under.iter_mut().enumerate() {
                            *out = color[i] + *out * (1.0 - color[3] / 255.0);
                        }
                    }
                }
            }
        }
        let bytes = pixels.iter().flat_map(|p| p.map(|v| v.round().clamp(0.0, 255.0) as u8)).collect();
        RgbaImage::from_raw(width as u32, height as u32, bytes).unwrap()
    }
}

fn edge(at: f32, most: usize) -> usize {
    at.round().clamp(0.0, most as f32) as usize
}

/// The texture at a place (0 to 1), bilinear.
fn sample(texture: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [width, height] = texture.size;
    let (x, y) = (u * width as f32 - 0.5, v * height as f32 - 0.5);
    let (x0, y0) = (x.floor(), y.floor());
    let (fx, fy) = (x - x0, y - y0);
    let pixel = |x: f32, y: f32| {
        let x = x.clamp(0.0, width as f32 - 1.0) as usize;
        let y = y.clamp(0.0, height as f32 - 1.0) as usize;
        texture.pixels[y * width + x].to_array().map(f32::from)
    };
    let [a, b, c, d] = [pixel(x0, y0), pixel(x0 + 1.0, y0), pixel(x0, y0 + 1.0), pixel(x0 + 1.0, y0 + 1.0)];
    std::array::from_fn(|i| (a[i] * (1.0 - fx) + b[i] * fx) * (1.0 - fy) + (c[i] * (1.0 - fx) + d[i] * fx) * fy)
}
