Hải Triều tăng giá vé xe buýt: [Actor thành phố] nói “[Claim bất khả kháng]", [Actor hành khách] nói “[Claim móc túi]”

[Date Thứ Ba, 13/01/2026, 07:45 (GMT+7)]
Nghe bài viết Tốc độ đọc 1x

(Sóng Mới) - [Claim Vé xe buýt ở thành phố Hải Triều sẽ tăng từ 8.000 lên 12.000 đồng một lượt kể từ [Date 0h ngày 1/3]], theo thông báo của [Actor Sở Xây dựng thành phố] [Date hôm qua (12/1)].

[Actor Giám đốc Sở Xây dựng Hải Triều Quách Thế Vinh] giải thích [Claim giá vé cũ được giữ nguyên suốt [Date bảy năm], trong khi tiền dầu và lương tài xế đã tăng gấp rưỡi]. “[Claim Không tăng thì xe nằm bãi]”, [Actor ông Vinh] nói. “[Claim [Actor Thành phố] đã bù lỗ 186 tỷ đồng trong [Date năm 2025], không thể bù mãi.]”

[Actor Chủ tịch Hội Hành khách Hải Triều Thái Bá Lộc] cho rằng [Claim lý do ấy chỉ đúng một nửa]. Ông cáo buộc [Claim [Actor thành phố] lấy tiền vé xe buýt để trả cho hợp đồng metro ký “chui" lúc [Date 15h35 ngày 31/12]]. "[Claim Một hợp đồng ngàn tỷ mà ký vào giờ chót của [Date năm cũ], [Actor người dân] biết nghĩ gì đây?]", [Actor ông Lộc] đặt câu hỏi.

[Actor Phó Chủ tịch UBND thành phố Hồ Đăng Quý] bác bỏ cáo buộc này. Theo [Actor ông Quý], [Claim hợp đồng với [Actor tập đoàn Nordvik Rail] được đàm phán công khai từ hồi [Date tháng 6], không liên quan một đồng nào đến giá vé xe buýt].

Trạm xe buýt Bến Muối đông khách. Ảnh: Tú Quyên

Tại trạm Bến Muối, [Actor sinh viên Đinh Mỹ Uyên] nhẩm tính [Claim [Date mỗi tháng] em phải chi thêm 160.000 đồng]. “[Claim Em không phản đối tăng giá, nhưng xe trễ nửa tiếng là chuyện thường]”, [Actor Uyên] nói.

[Actor Tổng Giám đốc Công ty Vận tải Cánh Buồm Mạc Ngân Giang] hứa [Claim từ [Date quý II/2026] sẽ thay 1/4 số xe bằng xe điện và không để tuyến nào giãn cách [Date quá 15 phút]]. Tuy nhiên, [Actor một tài xế tuyến 24] nói với [Actor Sóng Mới] rằng [Claim [Actor công ty] “hứa câu này [Date ba năm nay] rồi"].

[Actor Hội Hành khách] cho biết [Claim sẽ gửi kiến nghị tới [Actor HĐND thành phố] trước kỳ họp [Date giữa tháng 3]].

Xem thêm: Xe buýt đêm Hải Triều vắng khách vì đâu?
Bình luận (47)
